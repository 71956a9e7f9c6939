package meshlint.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import meshlint.finding.Severity;
import meshlint.rule.RuleInfo;

/** Rules as lists for people and programs. */
public final class RuleList {
  private RuleList() {}

  /** The rules by category, then id. */
  public static List<RuleInfo> byCategory(List<RuleInfo> rules) {
    List<RuleInfo> sorted = new ArrayList<>(rules);
    sorted.sort(Comparator.comparing(RuleInfo::category).thenComparing(RuleInfo::id));
    return sorted;
  }

  /** An array of objects, one a rule. */
  public static String json(List<RuleInfo> rules) {
    List<Object> list = new ArrayList<>();
    for (RuleInfo info : byCategory(rules)) {
      List<Object> parameters = new ArrayList<>();
      for (RuleInfo.Parameter parameter : info.parameters()) {
        parameters.add(
            Json.object(
                "name", parameter.name(), "default", parameter.value(), "doc", parameter.doc()));
      }
      list.add(
          Json.object(
              "id", info.id(),
              "title", info.title(),
              "category", info.category(),
              "severities", info.severities().stream().map(Severity::word).toList(),
              "kinds", info.kinds(),
              "aliases", info.aliases(),
              "since", info.since(),
              "fix", info.fixTitle(),
              "parameters", parameters));
    }
    return Json.write(list);
  }

  /** A table. */
  public static String markdown(List<RuleInfo> rules) {
    StringBuilder out = new StringBuilder("| rule | severity | what | elsewhere |\n");
    out.append("|---|---|---|---|\n");
    for (RuleInfo info : byCategory(rules)) {
      out.append("| [`").append(info.id()).append("`](docs/rules/").append(info.id());
      out.append(".md) | ");
      out.append(String.join(", ", info.severities().stream().map(Severity::word).toList()));
      out.append(" | ").append(info.title().replace("|", "\\|")).append(" | ");
      out.append(String.join(", ", info.aliases())).append(" |\n");
    }
    return out.toString();
  }
}
