package meshlint.manifest;

import meshlint.source.SourceFile;

/** A document that cannot be read: what is wrong in plain words, and where. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int start;
  private final int end;
  private final boolean onlyKubernetes;

  /**
   * Text that is no YAML.
   *
   * @param start offset in the file of the text to blame
   * @param end offset behind it
   */
  SyntaxException(String message, int start, int end) {
    this(message, start, end, false);
  }

  private SyntaxException(String message, int start, int end, boolean onlyKubernetes) {
    super(message);
    this.start = start;
    this.end = end;
    this.onlyKubernetes = onlyKubernetes;
  }

  /** Text that is YAML, which other programs may read, but that Kubernetes refuses. */
  static SyntaxException refused(String message, int start, int end) {
    return new SyntaxException(message, start, end, true);
  }

  /** Whether the text is YAML that only Kubernetes refuses. */
  boolean onlyKubernetes() {
    return onlyKubernetes;
  }

  /** The offset to look at. */
  int start() {
    return start;
  }

  /** The problem as the result carries it. */
  LoadProblem problem(SourceFile file) {
    int last = Math.min(Math.max(start, end), file.length());
    String message = String.valueOf(getMessage());
    return new LoadProblem(LoadProblem.SYNTAX, message, file.span(Math.min(start, last), last));
  }
}
