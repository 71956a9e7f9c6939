package meshlint.manifest;

/** A document that cannot be read: what is wrong in plain words, and where. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int start;
  private final int end;

  /**
   * An error at a place.
   *
   * @param start offset in the file of the text to blame
   * @param end offset behind it
   */
  SyntaxException(String message, int start, int end) {
    super(message);
    this.start = start;
    this.end = end;
  }

  /** The problem as the result carries it. */
  LoadProblem problem(meshlint.source.SourceFile file) {
    int last = Math.min(Math.max(start, end), file.length());
    String message = String.valueOf(getMessage());
    return new LoadProblem(LoadProblem.SYNTAX, message, file.span(Math.min(start, last), last));
  }
}
