package meshlint.cli;

import java.util.List;
import java.util.stream.Collectors;
import meshlint.finding.Severity;
import meshlint.report.RuleList;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;

/** Lists the rules. */
final class RulesCommand implements Command {
  private static final Option FORMAT =
      Option.choice(
              "--format", "FORMAT", List.of("text", "json", "markdown"), "text, json, markdown")
          .or("-o");

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String summary() {
    return "list all rules";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS]";
  }

  @Override
  public List<Option> options() {
    return List.of(FORMAT, LintOptions.RULES, LintOptions.CONFIG, LintOptions.NO_CONFIG);
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException("rules takes no " + arguments.operands().get(0));
    }
    List<RuleInfo> rules =
        Setup.of(arguments, invocation).rules().rules().stream().map(Rule::info).toList();
    invocation
        .out()
        .print(
            switch (arguments.value(FORMAT, "text")) {
              case "json" -> RuleList.json(rules);
              case "markdown" -> RuleList.markdown(rules);
              default -> text(rules);
            });
    return ExitCode.OK;
  }

  private static String text(List<RuleInfo> rules) {
    int widest = rules.stream().mapToInt(info -> info.id().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    String category = "";
    for (RuleInfo info : RuleList.byCategory(rules)) {
      if (!info.category().equals(category)) {
        category = info.category();
        out.append(out.isEmpty() ? "" : "\n").append(category).append('\n');
      }
      String severities =
          info.severities().stream().map(Severity::word).collect(Collectors.joining(","));
      out.append("  ").append(info.id()).append(" ".repeat(widest - info.id().length() + 2));
      out.append(severities).append(" ".repeat(Math.max(2, 20 - severities.length())));
      out.append(info.title()).append('\n');
    }
    return out.toString();
  }
}
