package meshlint.manifest;

import meshlint.source.SourceFile;
import meshlint.source.Span;

/**
 * Something wrong with the text of a file, found while reading it. It becomes a finding of the rule
 * with its code; everything else in the file is still read.
 *
 * @param code rule id: {@value #SYNTAX} or {@value #DUPLICATE_KEY}
 * @param message one sentence in lower case, without a full stop
 * @param span where
 */
public record LoadProblem(String code, String message, Span span) implements Problem {
  /** A document that cannot be read; its objects are missing. */
  public static final String SYNTAX = "yaml-syntax";

  /** A key that stands twice in one mapping; the later value is the one read. */
  public static final String DUPLICATE_KEY = "duplicate-key";

  /**
   * A key that stands twice.
   *
   * @param earlier offset of the key that loses
   */
  static LoadProblem duplicateKey(SourceFile file, String key, int earlier, int start, int end) {
    String message =
        "key \"%s\" stands twice in one mapping: Kubernetes uses this value and drops the one on line %d"
            .formatted(key, file.line(earlier));
    return new LoadProblem(DUPLICATE_KEY, message, file.span(start, end));
  }
}
