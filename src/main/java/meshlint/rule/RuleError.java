package meshlint.rule;

import meshlint.source.SourceFile;
import meshlint.source.Span;

/**
 * Something wrong with a rule file, for the one who writes the rule.
 *
 * @param span where in the file
 * @param message in lower case, without a full stop
 */
public record RuleError(Span span, String message) implements Comparable<RuleError> {
  /** {@code file:line:column: error: message}. */
  @Override
  public String toString() {
    return span + ": error: " + message;
  }

  /** {@link #toString}, and below it the line with a caret under the place. */
  public String withCaret() {
    SourceFile file = span.file();
    String line = file.lineText(span.line());
    int before = Math.min(span.column() - 1, line.codePointCount(0, line.length()));
    String lead = line.substring(0, line.offsetByCodePoints(0, before)).replaceAll("[^\t]", " ");
    int width = span.endLine() == span.line() ? Math.max(1, span.endColumn() - span.column()) : 1;
    return this + "\n  " + line + "\n  " + lead + "^".repeat(width);
  }

  /** By file and position. */
  @Override
  public int compareTo(RuleError other) {
    int bySpan = span.compareTo(other.span);
    return bySpan != 0 ? bySpan : message.compareTo(other.message);
  }
}
