package meshlint.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.manifest.Comments;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.source.SourceFile;

/** Reads suppressions out of manifests. */
final class IgnoreReader {
  private static final Pattern COMMENT =
      Pattern.compile(Pattern.quote(Ignore.COMMENT) + "\\b:?(.*?)(?:\\s--\\s*(.*))?");
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

  private IgnoreReader() {}

  /** Where people annotate an object: on itself, or on the pods it makes. */
  private static final List<List<String>> ANNOTATED =
      List.of(
          List.of("metadata"),
          List.of("spec", "template", "metadata"),
          List.of("spec", "jobTemplate", "metadata"),
          List.of("spec", "jobTemplate", "spec", "template", "metadata"));

  /** What the annotations of an object and of its pod template say. */
  static List<Ignore> annotations(KubeObject object) {
    List<Ignore> out = new ArrayList<>();
    for (List<String> path : ANNOTATED) {
      MapNode metadata = object.root().mapAt(path.toArray(new String[0]));
      MapNode annotations = metadata == null ? null : metadata.map("annotations");
      String rules = annotations == null ? null : annotations.string(Ignore.ANNOTATION);
      if (annotations != null && rules != null) {
        out.add(
            new Ignore(
                names(rules),
                annotations.string(Ignore.REASON_ANNOTATION),
                null,
                null,
                null,
                annotations.placeOf(Ignore.ANNOTATION).span(),
                object.ref()));
      }
    }
    return out;
  }

  /**
   * What comments say, by the lines they are about: their own, or for a comment that has a line to
   * itself the next one that holds something. Where that starts an item of a list or a document,
   * all lines of it.
   */
  static Map<Integer, List<Ignore>> comments(SourceFile file) {
    Map<Integer, List<Ignore>> out = new LinkedHashMap<>();
    for (Comments.Comment comment : Comments.find(file, Ignore.COMMENT)) {
      Matcher matcher = COMMENT.matcher(comment.text());
      if (matcher.matches()) {
        String reason = matcher.group(2);
        Ignore ignore =
            new Ignore(
                names(matcher.group(1)),
                reason == null || reason.isBlank() ? null : reason.strip(),
                null,
                null,
                null,
                comment.span(),
                null);
        int from = comment.ownLine() ? nextLine(file, comment.line()) : comment.line();
        int to = comment.ownLine() ? lastLine(file, comment.line(), from) : from;
        for (int line = from; line <= to; line++) {
          out.computeIfAbsent(line, l -> new ArrayList<>()).add(ignore);
        }
      }
    }
    return out;
  }

  /** The last line of what starts on a line below a comment. */
  private static int lastLine(SourceFile file, int comment, int start) {
    if (start > file.lineCount()) {
      return start;
    }
    String first = file.lineText(start);
    boolean isDocument = isFirst(file, comment) && !isMark(first);
    if (!isDocument && !first.strip().startsWith("- ")) {
      return start;
    }
    int end = start;
    for (int line = start + 1; line <= file.lineCount(); line++) {
      String text = file.lineText(line);
      if (isMark(text) || (!isDocument && isOutside(text, indent(first)))) {
        break;
      }
      end = line;
    }
    return end;
  }

  /** Whether nothing of a document stands before a line. */
  private static boolean isFirst(SourceFile file, int line) {
    for (int before = line - 1; before > 0; before--) {
      String text = file.lineText(before);
      if (isMark(text)) {
        return true;
      }
      if (!isBlank(text)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOutside(String text, int indent) {
    return !isBlank(text) && indent(text) <= indent;
  }

  private static int indent(String text) {
    return text.length() - text.stripLeading().length();
  }

  private static boolean isMark(String text) {
    return text.startsWith("---") || text.startsWith("...") || text.startsWith("%");
  }

  private static boolean isBlank(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() || stripped.startsWith("#");
  }

  private static int nextLine(SourceFile file, int line) {
    int next = line + 1;
    while (next <= file.lineCount()) {
      if (!isBlank(file.lineText(next))) {
        return next;
      }
      next++;
    }
    return next;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : SEPARATOR.split(text.strip(), -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
