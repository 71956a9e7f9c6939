package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import meshlint.graph.Known;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the rules of administrators' policies, of which the first that matches counts. A rule
 * that perhaps matches leaves the answer unknown, unless all that may count say the same.
 *
 * @param asked the peer and port in words, for the reason
 * @param subject the end that is asked
 */
record AdminVerdict(
    Direction direction, Network.Question question, String asked, Endpoint subject) {
  /**
   * What some policies say.
   *
   * @param policies in the order in which they count
   * @param otherwise what holds where no rule matches, or the one that does leaves it open
   */
  PolicyVerdict decide(List<AdminPolicy> policies, Supplier<PolicyVerdict> otherwise) {
    List<AdminPolicy.Rule> perhaps = new ArrayList<>();
    AdminPolicy.Rule sure = firstMatch(policies, perhaps);
    PolicyVerdict last = sure == null ? otherwise.get() : verdict(sure, otherwise);
    for (AdminPolicy.Rule rule : perhaps) {
      if (verdict(rule, otherwise).allowed() != last.allowed()) {
        String what = rule + " of " + rule.policy() + " may mean " + asked;
        return new PolicyVerdict(
            Known.UNKNOWN, direction, what, List.of(), null, List.of(rule.place()));
      }
    }
    return last;
  }

  private AdminPolicy.@Nullable Rule firstMatch(
      List<AdminPolicy> policies, List<AdminPolicy.Rule> perhaps) {
    for (AdminPolicy policy : policies) {
      Known selects = policy.selects(subject, direction);
      if (selects.isNo()) {
        continue;
      }
      for (AdminPolicy.Rule rule : policy.rules(direction)) {
        Known matches = selects.and(question.ask(rule, subject).both());
        if (matches.isYes()) {
          return rule;
        }
        if (matches.isUnknown()) {
          perhaps.add(rule);
        }
      }
    }
    return null;
  }

  private PolicyVerdict verdict(AdminPolicy.Rule rule, Supplier<PolicyVerdict> otherwise) {
    if (rule.action() == AdminPolicy.Action.PASS) {
      return otherwise.get();
    }
    boolean allows = rule.action() == AdminPolicy.Action.ALLOW;
    String reason =
        rule.policy()
            + (allows ? " allows " : " denies ")
            + direction
            + " "
            + preposition()
            + asked;
    return new PolicyVerdict(
        Known.of(allows),
        direction,
        reason + " in " + rule,
        List.of(),
        null,
        List.of(rule.place()));
  }

  private String preposition() {
    return direction == Direction.INGRESS ? "from " : "to ";
  }
}
