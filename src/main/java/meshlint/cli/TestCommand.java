package meshlint.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.report.Format;
import meshlint.report.VerdictReport;
import meshlint.rule.Rule;
import meshlint.rule.RuleSet;
import meshlint.ruletest.RuleCases;
import meshlint.ruletest.Verdict;
import meshlint.source.InputError;

/** Runs the cases of rules: {@code RULE/cases/*.yaml} beside each {@code rule.yaml}. */
final class TestCommand implements Command {
  private static final Option FORMAT =
      new Option(
          List.of("--format", "-o"), "FORMAT[=FILE]", List.of(), true, "text, junit; repeatable");
  private static final Option VERBOSE =
      Option.flag("--verbose", "also print what came out as expected").or("-v");

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String summary() {
    return "run the cases of rules";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] DIR...";
  }

  @Override
  public List<Option> options() {
    return List.of(FORMAT, VERBOSE);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "A case is a manifest with `# expect: RULE -- words` above a line that RULE must"
            + " point at, and `# ok: RULE` above a line where it must be silent."
            + " NAME.fixed.yaml beside it holds what the fix makes of NAME.yaml.",
        "exit: 0 all as expected, 1 not, 2 a rule or case cannot be read");
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no folder of rules given");
    }
    List<Output> outputs = Output.parse(arguments.values(FORMAT), invocation.cwd());
    for (Output output : outputs) {
      if (output.format() != Format.TEXT && output.format() != Format.JUNIT) {
        throw new UsageException("test prints text or junit, not " + output.format().word());
      }
    }
    RuleSet builtIn = Rules.builtIn();
    RuleSet own = Rules.own(arguments.operands(), invocation.cwd(), builtIn);
    RuleSet all = builtIn.plus(own);
    Map<String, List<Verdict>> verdicts = new LinkedHashMap<>();
    int cases = 0;
    for (Rule rule : own.rules()) {
      RuleCases found = cases(rule, invocation);
      cases += found.cases().size();
      verdicts.put(rule.id(), found.test(all));
    }
    for (Output output : outputs) {
      output.write(
          output.format() == Format.JUNIT
              ? VerdictReport.junit(verdicts)
              : VerdictReport.text(verdicts, cases, arguments.has(VERBOSE)),
          invocation);
    }
    boolean isGood =
        verdicts.values().stream().flatMap(List::stream).allMatch(v -> v.kind().isGood());
    return isGood ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static RuleCases cases(Rule rule, Invocation invocation) throws UsageException {
    try {
      return RuleCases.read(rule, invocation.cwd());
    } catch (IOException e) {
      String folder = rule.info().source();
      throw UsageException.of("cannot read " + new InputError(folder, InputError.reasonOf(e)));
    }
  }
}
