package meshlint.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * The parser's complaints in plain words: what is likely wrong, at the character to look at. The
 * parser names the place where it gave up, which is often a line after the cause.
 */
final class SyntaxMessages {
  private static final Pattern MISSING_SPACE = Pattern.compile("\\s*(?:- +)*([\\w./-]+):\\S.*");
  private static final Pattern OPENING = Pattern.compile("[ ?-]*");
  private static final Pattern KEY_COLON = Pattern.compile(":(\\s|$)");
  private static final String NO_COLON = "this line stands where a key should, but has no `: `";
  private static final String INDENTATION =
      "the indentation of this line fits none of the lines above it";
  private static final String TEMPLATE =
      "`{{` starts a YAML mapping here: a value that holds a template expression needs quotes";

  private final SourceFile file;
  private final String problem;
  private final String context;
  private final int at;
  private final int contextAt;

  private SyntaxMessages(SourceFile file, String problem, String context, int at, int contextAt) {
    this.file = file;
    this.problem = problem;
    this.context = context;
    this.at = at;
    this.contextAt = contextAt;
  }

  /**
   * What an exception of the parser means.
   *
   * @param shift offset in the file at which the parsed text starts
   */
  static SyntaxException explain(RuntimeException e, SourceFile file, int shift) {
    if (e instanceof ReaderException reader) {
      int at = Math.min(shift + reader.getPosition(), file.length());
      String name = String.format("U+%04X", reader.getCodePoint());
      return new SyntaxException(
          "the control character " + name + " is not allowed in YAML", at, at + 1);
    }
    if (e instanceof MarkedYamlEngineException marked) {
      int at = offset(marked.getProblemMark().orElse(null), shift);
      int contextAt = offset(marked.getContextMark().orElse(null), shift);
      return new SyntaxMessages(
              file,
              String.valueOf(marked.getProblem()),
              String.valueOf(marked.getContext()),
              at < 0 ? Math.max(contextAt, shift) : at,
              contextAt)
          .explain();
    }
    return new SyntaxException("this document is no YAML", shift, shift);
  }

  /** What a mapping key that is no text means. */
  static SyntaxException badKey(SourceFile file, @Nullable Object key, int start, int end) {
    if (key instanceof MapNode && start > 0 && file.slice(start - 1, start + 1).equals("{{")) {
      return SyntaxException.refused(TEMPLATE, start - 1, end);
    }
    String what = key == null ? "empty" : key instanceof MapNode ? "a mapping" : "a list";
    return SyntaxException.refused(
        "a key of this mapping is " + what + ", where Kubernetes wants text", start, end);
  }

  private static int offset(@Nullable Mark mark, int shift) {
    return mark == null ? -1 : shift + mark.getIndex();
  }

  private SyntaxException explain() {
    if (problem.contains("\\t(TAB)") || charAt(at) == '\t') {
      return tab();
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return colon();
    }
    if (problem.startsWith("could not find expected ':'")) {
      return missingColon();
    }
    if (context.contains("quoted scalar") && problem.startsWith("found unexpected")) {
      return at(contextAt, contextAt + 1, "this quote is never closed");
    }
    if (problem.startsWith("found unknown escape character")) {
      return at(
          Math.max(at - 1, 0),
          at + 1,
          "`\\"
              + text(at, at + 1)
              + "` is no escape in double quotes: write `\\\\"
              + text(at, at + 1)
              + "` or use single quotes");
    }
    if (problem.contains("that cannot start any token")) {
      String c = text(at, at + 1);
      return at(at, at + 1, "a value cannot start with `" + c + "` unless it is in quotes");
    }
    if (context.equals("while scanning an alias")) {
      return at(
          contextAt,
          lineEnd(contextAt),
          "text that starts with `*` needs quotes: unquoted it is an alias");
    }
    if (context.equals("while scanning an anchor")) {
      return at(
          contextAt,
          lineEnd(contextAt),
          "text that starts with `&` needs quotes: unquoted it is an anchor");
    }
    if (problem.startsWith("expected <block end>")) {
      return blockEnd();
    }
    if (problem.startsWith("expected ',' or ")) {
      boolean list = problem.contains("']'");
      return at(
          at,
          at + 1,
          (list ? "this list needs `,` or `]` here" : "this mapping needs `,` or `}` here")
              + opened(list ? "[" : "{"));
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return at(
          at, at + 1, "a list item cannot start here: put `-` on a line of its own, below the key");
    }
    if (problem.startsWith("expected chomping or indentation")) {
      return at(
          at,
          lineEnd(at),
          "nothing but a comment may follow `|` or `>`: the text starts on the next line");
    }
    if (problem.startsWith("the leading empty lines contain more spaces")) {
      return at(
          at,
          at,
          "an empty line at the start of this text block has more spaces than its first line");
    }
    if (problem.startsWith("found undefined tag handle") || context.contains("tag")) {
      return at(
          contextAt,
          lineEnd(contextAt),
          "text that starts with `!` needs quotes: unquoted it is a tag");
    }
    if (problem.startsWith("expected '<document start>'")) {
      return at(at, lineEnd(at), afterTheEnd());
    }
    if (problem.startsWith("expected the node content")) {
      return at(at, at + 1, "`" + text(at, at + 1) + "` cannot stand here unless it is in quotes");
    }
    return at(at, at, "this is no YAML: " + plain(problem));
  }

  /** Why there is text behind what the parser took for the whole document. */
  private String afterTheEnd() {
    int line = file.line(at);
    int above = line - 1;
    while (above >= 1 && isEmpty(file.lineText(above))) {
      above--;
    }
    if (above >= 1 && indent(above) > indent(line)) {
      return "this line is indented less than the first one, which ends the document";
    }
    return "the document has ended before this text; is a line `---` missing?";
  }

  private int indent(int line) {
    String text = file.lineText(line);
    return text.length() - text.stripLeading().length();
  }

  private SyntaxException tab() {
    int line = file.line(Math.min(at, file.length()));
    int start = file.lineStart(line);
    String text = file.lineText(line);
    int i = text.indexOf('\t');
    int found = i < 0 ? at : start + text.codePointCount(0, i);
    return at(found, found + 1, "a tab stands where YAML allows only spaces");
  }

  /** A colon that makes a key out of something that cannot be one. */
  private SyntaxException colon() {
    int line = file.line(at);
    int column = at - file.lineStart(line);
    String before = file.slice(file.lineStart(line), at);
    if (KEY_COLON.matcher(before).find()) {
      return at(at, at + 1, "a second `: ` on one line: a value that holds one needs quotes");
    }
    int previous = line - 1;
    while (previous >= 1 && isEmpty(file.lineText(previous))) {
      previous--;
    }
    if (previous >= 1) {
      SyntaxException cause = lineAbove(previous);
      if (cause != null) {
        return cause;
      }
    }
    String indent = before.substring(0, before.length() - before.stripLeading().length());
    int start = at - column + indent.length();
    if (previous >= 1) {
      return at(
          start,
          at,
          "this key is indented deeper than line " + previous + ", which already has a value");
    }
    return at(start, at, INDENTATION);
  }

  /**
   * What is wrong with the line above one that cannot be a key: the parser took both for one text.
   */
  private @Nullable SyntaxException lineAbove(int line) {
    String text = file.lineText(line);
    if (KEY_COLON.matcher(text).find()) {
      return null;
    }
    Matcher missing = MISSING_SPACE.matcher(text);
    if (missing.matches()) {
      int start = file.lineStart(line) + text.codePointCount(0, missing.end(1));
      return at(
          start, start + 1, "a space is missing after the colon of `" + missing.group(1) + ":`");
    }
    int start = file.lineStart(line) + indent(line);
    return at(start, lineEnd(start), NO_COLON);
  }

  private static boolean isEmpty(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private SyntaxException missingColon() {
    int from = contextAt < 0 ? at : contextAt;
    SyntaxException cause = lineAbove(file.line(from));
    return cause == null ? at(from, lineEnd(from), NO_COLON) : cause;
  }

  private SyntaxException blockEnd() {
    int line = file.line(at);
    String before = file.slice(file.lineStart(line), at);
    if (before.contains("{{")) {
      int start = file.lineStart(line) + before.codePointCount(0, before.indexOf("{{"));
      return at(start, lineEnd(start), TEMPLATE);
    }
    if (charAt(at) == ',') {
      return at(at, at + 1, "this comma stands outside of brackets, where nothing needs one");
    }
    if (!OPENING.matcher(before).matches()) {
      return at(
          at,
          lineEnd(at),
          "text follows a value that has already ended; a value that holds quotes or brackets needs quotes as a whole");
    }
    boolean item = text(at, at + 1).equals("-") && problem.contains("'-'");
    return at(
        at,
        lineEnd(at),
        item ? "a list item stands among the keys of a mapping: " + INDENTATION : INDENTATION);
  }

  private String opened(String bracket) {
    if (contextAt < 0) {
      return "";
    }
    int line = file.line(contextAt);
    return line == file.line(at) ? "" : "; the `" + bracket + "` stands on line " + line;
  }

  private char charAt(int offset) {
    return offset < file.length() ? file.text().charAt(file.charIndex(offset)) : 0;
  }

  private String text(int from, int to) {
    int end = Math.min(to, file.length());
    return file.slice(Math.min(from, end), end);
  }

  /** The offset of the end of a line's text. */
  private int lineEnd(int offset) {
    int line = file.line(offset);
    String text = file.lineText(line).stripTrailing();
    return Math.max(offset, file.lineStart(line) + text.codePointCount(0, text.length()));
  }

  private static SyntaxException at(int start, int end, String message) {
    return new SyntaxException(message, start, end);
  }

  private static String plain(String problem) {
    return problem.replace("scalar", "value").replace("token", "item");
  }
}
