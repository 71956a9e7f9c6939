package meshlint.engine;

import meshlint.finding.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * A rule that could not be evaluated on an object: its expression failed, reached a limit, or our
 * code has a bug. It gives no finding; the other rules still report, and the run exits 2.
 *
 * @param rule id of the rule
 * @param object the object it was evaluated on; null where it failed before it had one
 * @param reason why, in lower case without a full stop
 */
public record RuleFailure(String rule, @Nullable ObjectRef object, String reason) {
  /** {@code rule on Kind namespace/name: reason}. */
  @Override
  public String toString() {
    return rule + (object == null ? "" : " on " + object) + ": " + reason;
  }
}
