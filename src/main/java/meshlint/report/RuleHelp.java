package meshlint.report;

import java.util.List;
import java.util.function.UnaryOperator;
import meshlint.finding.Severity;
import meshlint.rule.RuleInfo;

/**
 * What a report says about a rule, whether it found something or not.
 *
 * @param id the rule's id
 * @param title one line
 * @param category folder of the rule
 * @param severity the worst it can have
 * @param aliases names of the same check in other tools
 * @param text what it means and what to do, as plain text
 * @param markdown the same as Markdown
 */
public record RuleHelp(
    String id,
    String title,
    String category,
    Severity severity,
    List<String> aliases,
    String text,
    String markdown) {
  /** Copies the list. */
  public RuleHelp {
    aliases = List.copyOf(aliases);
  }

  /** What a rule says about itself. */
  public static RuleHelp of(RuleInfo info) {
    return new RuleHelp(
        info.id(),
        info.title(),
        info.category(),
        info.severities().isEmpty() ? Severity.WARNING : info.severities().get(0),
        info.aliases(),
        info.docs().why().strip(),
        RulePage.sections(info, UnaryOperator.identity(), ""));
  }
}
