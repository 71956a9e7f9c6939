package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;

/** Writes a commented {@code meshlint.yaml} that fits what stands in the working directory. */
final class InitCommand implements Command {
  private static final String TEXT =
      """
      # What meshlint goes by in this repository. `meshlint schema config` prints its JSON Schema.

      # Exit 1 from this severity on: error, warning, info or never.
      failOn: %s

      # The cluster that the manifests are for. What the manifests themselves show wins.
      cluster:
        kubernetes: "%s"
        istio: "%s"
        # domain: cluster.local
        # external:                 # what exists but is not in this repository
        #   namespaces: {kube-system: {}}
        #   services: [monitoring/prometheus]

      # Paths with manifests that are known but not linted, such as a platform repository.
      # context: [../platform]

      # rules:
      #   select: [headless, IST0101]    # ids, categories or aliases; all without it
      #   ignore: []
      #   severity: {route-host-unknown: warning}
      #   folders: [lint-rules]          # rules of your own

      # Findings to leave out, each with a reason. `until` makes it come back.
      # ignore:
      # - rule: service-selects-no-workload
      #   object: Service shop/legacy-*
      #   reason: the operator makes the pods
      #   until: 2027-12-31

      # Findings that this repository lives with: `meshlint --write-baseline .` writes it.
      %sbaseline: meshlint-baseline.json
      """;

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String summary() {
    return "write a commented meshlint.yaml";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException("init takes no " + arguments.operands().get(0));
    }
    Path file = invocation.cwd().resolve(Setup.FILE);
    if (Files.exists(file)) {
      throw UsageException.of(Setup.FILE + " is already there");
    }
    Arguments lint = Arguments.parse(LintOptions.ALL, List.of("--no-config", "."));
    Setup setup = Setup.of(lint, invocation);
    LintResult result = Pipeline.lint(setup, lint, invocation);
    Summary summary = result.summary();
    // A repository that is clean of warnings can stay so.
    String failOn = summary.errors() + summary.warnings() == 0 ? "warning" : "error";
    Path known = invocation.cwd().resolve(BaselineRun.DEFAULT_FILE);
    String text =
        TEXT.formatted(
            failOn,
            setup.cluster().kubernetes(),
            setup.cluster().istio(),
            Files.exists(known) ? "" : "# ");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw UsageException.of("cannot write " + Setup.FILE + ": " + e.getMessage());
    }
    invocation.note(
        "wrote "
            + Setup.FILE
            + ": "
            + summary.objects()
            + " objects in "
            + summary.files()
            + " files, "
            + summary.errors()
            + " errors and "
            + summary.warnings()
            + " warnings now");
    return ExitCode.OK;
  }
}
