package meshlint.cli;

import java.util.List;
import java.util.regex.Matcher;
import meshlint.finding.Severity;
import meshlint.report.RuleHelp;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;
import meshlint.rule.RuleSet;

/** Says what a rule is about: why, how to confirm it in the cluster, how to fix it. */
final class ExplainCommand implements Command {
  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "say why a rule matters, and how to fix it";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] RULE... [NAMESPACE/NAME]";
  }

  @Override
  public List<Option> options() {
    return List.of(LintOptions.RULES);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "RULE is an id, or a name that another tool has for it, such as IST0101.",
        "With NAMESPACE/NAME of an object the commands are printed for that object.");
  }

  @Override
  public List<String> words() {
    return Rules.builtInIds();
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no rule given");
    }
    RuleSet rules = Rules.load(arguments.values(LintOptions.RULES), invocation.cwd());
    StringBuilder out = new StringBuilder();
    String namespace = "NAMESPACE";
    String object = "NAME";
    for (String operand : arguments.operands()) {
      int slash = operand.indexOf('/');
      if (slash >= 0) {
        namespace = operand.substring(0, slash);
        object = operand.substring(slash + 1);
      }
    }
    for (String name : arguments.operands()) {
      if (name.contains("/")) {
        continue;
      }
      List<RuleInfo> found = find(rules, name);
      if (found.isEmpty()) {
        String near = rules.nearest(name);
        throw new UsageException(
            "no rule is called " + name + (near == null ? "" : "; did you mean " + near + "?"));
      }
      found.forEach(info -> page(info, out));
    }
    invocation.out().print(naming(out.toString(), namespace, object));
    return ExitCode.OK;
  }

  /** A page whose commands are about one object: the placeholders for its names are filled in. */
  private static String naming(String page, String namespace, String name) {
    return page.replaceAll("\\bNAMESPACE\\b", Matcher.quoteReplacement(namespace))
        .replaceAll("\\bNAME\\b", Matcher.quoteReplacement(name));
  }

  /** The rule of an id, or all rules that have an alias. */
  private static List<RuleInfo> find(RuleSet rules, String name) {
    return rules.rules().stream()
        .map(Rule::info)
        .filter(info -> info.id().equals(name) || info.aliases().contains(name))
        .toList();
  }

  private static void page(RuleInfo info, StringBuilder out) {
    out.append(out.isEmpty() ? "# " : "\n# ").append(info.id()).append("\n\n");
    out.append(info.title()).append(".\n\n");
    List<String> severities = info.severities().stream().map(Severity::word).toList();
    out.append("severity: ").append(String.join(", ", severities)).append('\n');
    out.append("category: ").append(info.category()).append('\n');
    if (!info.aliases().isEmpty()) {
      out.append("elsewhere: ").append(String.join(", ", info.aliases())).append('\n');
    }
    if (info.fixTitle() != null) {
      out.append("fix: ").append(info.fixTitle()).append('\n');
    }
    String text = RuleHelp.of(info).markdown();
    out.append(text.isEmpty() ? "" : "\n" + text + "\n");
  }
}
