package meshlint.engine;

import meshlint.source.Span;

/**
 * Something wrong with a config.
 *
 * @param at where
 * @param message in lower case without a full stop
 */
public record ConfigError(Span at, String message) {
  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return at + ": " + message;
  }
}
