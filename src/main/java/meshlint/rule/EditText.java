package meshlint.rule;

import java.util.regex.Pattern;
import meshlint.finding.Edit;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** The text of a fix: values as YAML writes them, and fields with the lines they stand on. */
final class EditText {
  /** Text that YAML 1.1 reads as text when it stands without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  /** Words that YAML 1.1 reads as truths or nothing. */
  private static final Pattern WORDS =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");

  private EditText() {}

  /** Puts another scalar where one stands; null where the field holds no scalar. */
  static @Nullable Edit replace(Node node, Object key, Object value) {
    int i = indexOf(node, key);
    if (i < 0 || node.valueAt(i) instanceof Node) {
      return null;
    }
    Span span = node.valueSpanAt(i);
    String old = span.text();
    if (old.startsWith("|") || old.startsWith(">") || old.isEmpty()) {
      return null;
    }
    char quote = old.charAt(0) == '\'' || old.charAt(0) == '"' ? old.charAt(0) : ' ';
    return new Edit(span, scalar(value, quote));
  }

  /** A scalar; a text keeps the quotes that stood there. */
  private static String scalar(Object value, char quote) {
    String text = Values.show(value);
    if (!(value instanceof String)) {
      return text;
    }
    if (quote == '\'') {
      return "'" + text.replace("'", "''") + "'";
    }
    if (quote == ' ' && PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches()) {
      return text;
    }
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /**
   * Takes a field with its lines out of a block mapping; null where it does not stand on lines of
   * its own or is the only field.
   */
  static @Nullable Edit remove(Node node, Object key) {
    int i = indexOf(node, key);
    if (i < 0 || !(node instanceof MapNode map) || map.childCount() < 2) {
      return null;
    }
    Span keySpan = map.keySpanAt(i);
    Span valueSpan = map.valueSpanAt(i);
    SourceFile file = keySpan.file();
    int firstLine = keySpan.line();
    String lead = file.slice(file.lineStart(firstLine), keySpan.start());
    int lastLine = file.line(Math.max(keySpan.end(), valueSpan.end()));
    int end = lastLine < file.lineCount() ? file.lineStart(lastLine + 1) : -1;
    if (!lead.isBlank() || end < 0) {
      return null;
    }
    String rest = file.slice(Math.max(keySpan.end(), valueSpan.end()), end).strip();
    if (!rest.isEmpty() && !rest.startsWith("#") && !rest.equals(":")) {
      return null;
    }
    return new Edit(file.span(file.lineStart(firstLine), end), "");
  }

  private static int indexOf(Node node, Object key) {
    if (node instanceof MapNode map) {
      return map.indexOf(key);
    }
    return key instanceof Integer index && index < node.childCount() ? index : -1;
  }
}
