package meshlint.report;

import java.util.List;
import meshlint.finding.Confidence;
import meshlint.finding.Severity;

/**
 * What a report says about a rule, whether it found something or not.
 *
 * @param id the rule's id
 * @param title one line
 * @param category folder of the rule
 * @param severity the worst it can have
 * @param confidence how sure its findings are
 * @param aliases names of the same check in other tools
 * @param text what it means and what to do, as plain text
 * @param markdown the same as Markdown
 */
public record RuleHelp(
    String id,
    String title,
    String category,
    Severity severity,
    Confidence confidence,
    List<String> aliases,
    String text,
    String markdown) {
  /** Copies the list. */
  public RuleHelp {
    aliases = List.copyOf(aliases);
  }
}
