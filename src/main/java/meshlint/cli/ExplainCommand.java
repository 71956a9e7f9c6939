package meshlint.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import meshlint.report.RulePage;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Rule;
import meshlint.rule.RuleSet;
import meshlint.ruletest.Example;
import meshlint.ruletest.RuleCases;
import meshlint.source.InputError;
import meshlint.source.SourceFile;

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
    return List.of(LintOptions.RULES, LintOptions.CONFIG, LintOptions.NO_CONFIG);
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
    RuleSet rules = Setup.of(arguments, invocation).rules();
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
      List<Rule> found = find(rules, name);
      if (found.isEmpty()) {
        String near = rules.nearest(name);
        throw new UsageException(
            "no rule is called " + name + (near == null ? "" : "; did you mean " + near + "?"));
      }
      String of = namespace;
      String called = object;
      for (Rule rule : found) {
        out.append(out.isEmpty() ? "" : "\n");
        out.append(
            RulePage.of(
                rule.info(), text -> naming(text, of, called), example(rule, invocation.cwd())));
      }
    }
    invocation.out().print(out);
    return ExitCode.OK;
  }

  /** Text whose commands are about one object: the placeholders for its names are filled in. */
  private static String naming(String page, String namespace, String name) {
    return page.replaceAll("\\bNAMESPACE\\b", Matcher.quoteReplacement(namespace))
        .replaceAll("\\bNAME\\b", Matcher.quoteReplacement(name));
  }

  /** The rule of an id, or all rules that have an alias. */
  private static List<Rule> find(RuleSet rules, String name) {
    return rules.rules().stream()
        .filter(rule -> rule.id().equals(name) || rule.info().aliases().contains(name))
        .toList();
  }

  /** What a rule says about the shortest of its cases, found out by running it. */
  private static String example(Rule rule, Path cwd) throws UsageException {
    Rule builtIn = Rules.builtIn().find(rule.id());
    SourceFile text;
    if (builtIn != null && builtIn.info().equals(rule.info())) {
      text = BuiltInRules.example(rule.id());
    } else {
      try {
        text = Example.shortest(RuleCases.read(rule, cwd));
      } catch (IOException e) {
        String source = rule.info().source();
        throw UsageException.of(
            "cannot read the cases of " + new InputError(source, InputError.reasonOf(e)));
      }
    }
    if (text == null) {
      return "";
    }
    Example example = Example.of(rule, text);
    return RulePage.example(example.manifest(), example.result());
  }
}
