package meshlint.cli;

import java.util.ArrayList;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.finding.Severity;
import meshlint.manifest.Skipped;
import meshlint.report.Format;
import meshlint.report.RuleHelp;
import meshlint.report.SkippedText;
import meshlint.report.TextStyle;
import meshlint.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/** The default command: lints manifests and reports what it finds. */
final class LintCommand implements Command {
  static final String EXIT_CODES =
      "exit code: 0 nothing from --fail-on on, 1 findings, 2 the run cannot be trusted";

  @Override
  public String name() {
    return Main.DEFAULT_COMMAND;
  }

  @Override
  public String summary() {
    return "Lints Kubernetes and Istio manifests, together and offline.";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] PATH...";
  }

  @Override
  public List<Option> options() {
    return LintOptions.ALL;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "PATH is a file, a folder, or - for standard input. All are read together.",
        "FORMAT: " + String.join(", ", Format.words()) + ".",
        EXIT_CODES);
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no path given: name files, folders, or - for standard input");
    }
    List<Output> outputs = Output.parse(arguments.values(LintOptions.FORMAT), invocation.cwd());
    int maxFindings = arguments.number(LintOptions.MAX_FINDINGS, Integer.MAX_VALUE);
    boolean quiet = arguments.has(LintOptions.QUIET);
    boolean unsafe = arguments.has(LintOptions.UNSAFE_FIXES);

    Setup setup = Setup.of(arguments, invocation);
    LintResult result = Pipeline.lint(setup, arguments, invocation);
    if (arguments.has(LintOptions.DIFF)) {
      outputs = List.of();
      invocation.out().print(FixRun.diff(result, unsafe));
    } else if (arguments.has(LintOptions.FIX) || unsafe) {
      result = FixRun.fix(result, unsafe, setup, arguments, invocation);
    }

    result = BaselineRun.apply(result, setup, arguments, invocation);

    result.inputErrors().forEach(error -> invocation.note("cannot read " + error));
    result.failures().forEach(failure -> invocation.note("rule failed: " + failure));
    tellSkipped(result, arguments.has(LintOptions.VERBOSE), quiet, invocation);
    if (result.summary().files() > 0 || result.inputErrors().isEmpty()) {
      for (Output output : outputs) {
        Format.Settings settings =
            new Format.Settings(
                BuildInfo.version(),
                style(output, arguments.value(LintOptions.COLOR), invocation),
                maxFindings,
                !quiet,
                arguments.has(LintOptions.SHOW_SUPPRESSED),
                () -> help(setup.active()));
        output.write(output.format().reporter(settings).render(result), invocation);
        if (output.format() == Format.GITHUB) {
          StepSummary.append(Format.MARKDOWN.reporter(settings).render(result), invocation);
        }
      }
    }
    return exitCode(result, setup.failOn());
  }

  private static TextStyle style(Output output, @Nullable String color, Invocation invocation) {
    return output.file() == null && output.format().isStyled()
        ? invocation.style(color)
        : new TextStyle("always".equals(color), false, 0, invocation.program(), null);
  }

  private static List<RuleHelp> help(RuleSet rules) {
    List<RuleHelp> help = new ArrayList<>();
    rules.rules().forEach(rule -> help.add(RuleHelp.of(rule.info())));
    return help;
  }

  private static int exitCode(LintResult result, String failOn) {
    if (!result.isComplete()) {
      return ExitCode.FAILED;
    }
    for (Severity severity : Severity.values()) {
      if (severity.word().equals(failOn) && result.hasAtLeast(severity)) {
        return ExitCode.FINDINGS;
      }
    }
    return ExitCode.OK;
  }

  private static void tellSkipped(
      LintResult result, boolean verbose, boolean quiet, Invocation invocation) {
    if (verbose) {
      for (Skipped skipped : result.skipped()) {
        invocation.note(
            "skipped "
                + skipped.path()
                + ":"
                + skipped.line()
                + ": "
                + SkippedText.of(skipped.reason(), 1));
      }
      for (String rule : result.unchecked().rules()) {
        invocation.note("a rule of a CustomResourceDefinition was not evaluated: " + rule);
      }
    }
    Integer templates = result.summary().skippedBy().get(Skipped.Reason.TEMPLATE);
    if (templates != null && !quiet) {
      invocation.note(
          "skipped "
              + templates
              + " "
              + SkippedText.of(Skipped.Reason.TEMPLATE, templates)
              + ": lint what `helm template` prints");
    }
    if (result.summary().files() == 0 && result.inputErrors().isEmpty() && !quiet) {
      invocation.note("no .yaml, .yml or .json file there");
    }
  }
}
