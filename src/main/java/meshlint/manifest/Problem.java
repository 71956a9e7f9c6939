package meshlint.manifest;

import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with the input that is seen without any rule: broken text, a field that the kind
 * does not have. It becomes a finding of the rule that matches its code.
 */
public interface Problem {
  /** What is wrong, such as {@code yaml-syntax}. */
  String code();

  /** One sentence, without a full stop. */
  String message();

  /** What to write; null where that is not known. */
  default @Nullable String hint() {
    return null;
  }

  /** Where. */
  Span span();

  /** The field of an object where it is; null for what is in no object. */
  default @Nullable Place place() {
    return null;
  }
}
