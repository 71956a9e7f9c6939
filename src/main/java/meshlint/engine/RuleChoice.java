package meshlint.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.finding.Finding;
import meshlint.finding.Severity;
import meshlint.manifest.LoadProblem;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;
import meshlint.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/** Which rules run, and how bad their findings are, as a config and the command line say. */
public final class RuleChoice {
  private RuleChoice() {}

  /**
   * The rules that run.
   *
   * @param select names of rules; empty for all. That files can be read is always checked.
   * @param ignore names of rules that do not run; wins over {@code select}
   * @param parameters values for parameters, by rule id or alias
   */
  public static RuleSet choose(
      RuleSet rules,
      Collection<String> select,
      Collection<String> ignore,
      Map<String, Map<String, Object>> parameters) {
    List<Rule> chosen = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      boolean isSelected =
          select.isEmpty() || isNamed(rule, select) || rule.isAboutProblem(LoadProblem.SYNTAX);
      if (isSelected && !isNamed(rule, ignore)) {
        Map<String, Object> values = values(rule.info(), parameters);
        chosen.add(values.isEmpty() ? rule : rule.with(values));
      }
    }
    return new RuleSet(chosen);
  }

  /** The values of a rule's parameters, which stand below its id or an alias. */
  private static Map<String, Object> values(
      RuleInfo rule, Map<String, Map<String, Object>> parameters) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (RuleInfo.Parameter parameter : rule.parameters()) {
      parameters.forEach(
          (name, values) -> {
            Object given = values.get(parameter.name());
            Object value = given == null ? null : parameter.read(given);
            if (value != null && (rule.id().equals(name) || rule.aliases().contains(name))) {
              out.put(parameter.name(), value);
            }
          });
    }
    return out;
  }

  private static boolean isNamed(Rule rule, Collection<String> names) {
    return names.stream().anyMatch(rule.info()::answersTo);
  }

  /**
   * The result with the severities that a config wants, and without what it turns off somewhere.
   */
  public static LintResult grade(LintResult result, Config config) {
    if (config.severities().isEmpty() && config.overrides().isEmpty()) {
      return result;
    }
    List<Finding> graded = new ArrayList<>();
    for (Finding finding : result.findings()) {
      Severity severity = severity(finding, config.severities());
      boolean isOff = false;
      for (Config.Scoped scoped : config.overrides()) {
        if (scoped.means(finding.object(), finding.location().span().file().path())) {
          isOff |= scoped.ignore().stream().anyMatch(name -> answers(finding, name));
          Severity here = severity(finding, scoped.severities());
          severity = here == null ? severity : here;
        }
      }
      if (!isOff) {
        graded.add(severity == null ? finding : finding.withSeverity(severity));
      }
    }
    return result.withFindings(graded, 0);
  }

  /** What a rule's id says wins over its aliases and its category. */
  private static @Nullable Severity severity(Finding finding, Map<String, Severity> severities) {
    Severity byId = severities.get(finding.rule());
    if (byId != null) {
      return byId;
    }
    for (String alias : finding.aliases()) {
      Severity byAlias = severities.get(alias);
      if (byAlias != null) {
        return byAlias;
      }
    }
    return severities.get(finding.category());
  }

  static boolean answers(Finding finding, String name) {
    return name.equals(finding.rule())
        || name.equals(finding.category())
        || finding.aliases().contains(name);
  }
}
