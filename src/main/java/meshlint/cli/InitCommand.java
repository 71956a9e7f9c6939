package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;
import meshlint.finding.Finding;
import meshlint.finding.Severity;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Version;
import meshlint.graph.Workload;
import meshlint.graph.World;
import meshlint.manifest.Skipped;
import meshlint.mesh.Istiod;
import meshlint.report.Count;
import org.jspecify.annotations.Nullable;

/** Writes a commented {@code meshlint.yaml} that fits what stands in the working directory. */
final class InitCommand implements Command {
  private static final String TEXT =
      """
      # What meshlint goes by in this repository. `meshlint --print-schema config` prints its
      # JSON Schema; the page docs/configuration.md of meshlint explains each key.
      %1$s
      # Exit 1 from this severity on: error, warning, info or never.
      failOn: %2$s

      # The cluster that the manifests are for. What the manifests themselves show wins.
      cluster:
        kubernetes: "%3$s"
        istio: "%4$s"%5$s
        # domain: cluster.local
        # external:                 # what exists but is not in this repository
        #   services: [monitoring/prometheus]
        #   namespaces:             # each with all its labels
      %6$s
      # Paths with manifests that are known but not linted, such as a platform repository.
      # context: [../platform]
      %7$s
      # rules:
      #   select: [headless, IST0101]    # ids, categories or aliases; all without it
      #   ignore: []
      #   severity: {route-host-unknown: warning}
      #   folders: [lint-rules]          # rules of your own

      # Findings to leave out, each with a reason. `until` makes it come back.
      # ignore:
      # - rule: %8$s
      #   object: %9$s
      #   reason: why it is meant
      #   until: 2027-12-31

      # Findings that this repository lives with: `meshlint --write-baseline .` writes it.
      %10$sbaseline: meshlint-baseline.json
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
  public List<String> notes() {
    return List.of(
        "It fits the manifests below the working directory, and replaces no file that is there.");
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
    Pipeline.Input input = Pipeline.read(setup, lint, invocation);
    LintResult result = Pipeline.lint(setup, lint, invocation);
    try {
      Files.writeString(file, text(setup, input, result, invocation));
    } catch (IOException e) {
      throw UsageException.of("cannot write " + Setup.FILE + ": " + e.getMessage());
    }
    Summary summary = result.summary();
    invocation.note(
        "wrote "
            + Setup.FILE
            + ": "
            + Count.of(summary.objects(), "object")
            + " in "
            + Count.of(summary.files(), "file")
            + ", "
            + Count.of(summary.errors(), "error")
            + " and "
            + Count.of(summary.warnings(), "warning")
            + " now");
    return ExitCode.OK;
  }

  private static String text(
      Setup setup, Pipeline.Input input, LintResult result, Invocation invocation) {
    Summary summary = result.summary();
    // A repository that is clean of warnings can stay so.
    String failOn = summary.errors() + summary.warnings() == 0 ? "warning" : "error";
    Set<String> absent = new TreeSet<>();
    @Nullable Version istio = null;
    for (World world : input.worlds()) {
      ObjectGraph graph = new ObjectGraph(world.objects(), setup.cluster());
      for (Namespace namespace : graph.namespaces()) {
        if (namespace.object() == null
            && !namespace.name().equals(setup.cluster().defaultNamespace())) {
          absent.add(namespace.name());
        }
      }
      for (Workload workload : graph.workloads()) {
        Istiod istiod = Istiod.of(workload);
        istio = istio == null && istiod != null ? istiod.version() : istio;
      }
    }
    String rule = "service-selects-no-workload";
    String object = "Service shop/legacy-*";
    Severity worst = null;
    for (Finding finding : result.findings()) {
      boolean isWorse = worst == null || finding.severity().compareTo(worst) < 0;
      if (finding.object() != null && isWorse) {
        worst = finding.severity();
        rule = finding.rule();
        object = finding.object().toString();
      }
    }
    boolean hasBaseline = Files.exists(invocation.cwd().resolve(BaselineRun.DEFAULT_FILE));
    return TEXT.formatted(
        templates(summary),
        failOn,
        setup.cluster().kubernetes(),
        istio == null ? setup.cluster().istio() : istio,
        istio == null ? "" : "             # as istiod's image says",
        namespaces(absent),
        worlds(input.worlds()),
        rule,
        object,
        hasBaseline ? "" : "# ");
  }

  private static String templates(Summary summary) {
    Integer templates = summary.skippedBy().get(Skipped.Reason.TEMPLATE);
    return templates == null
        ? ""
        : "#\n# "
            + Count.of(templates, "file")
            + " here "
            + (templates == 1 ? "is a Helm template" : "are Helm templates")
            + ", which are skipped: lint what `helm template` prints.\n";
  }

  /** Namespaces that objects are in, but that no file defines: the labels are for people to say. */
  private static String namespaces(Set<String> absent) {
    StringBuilder out = new StringBuilder();
    for (String name : absent.isEmpty() ? Set.of("kube-system") : absent) {
      out.append("  #     ").append(name).append(": {}\n");
    }
    return out.toString();
  }

  private static String worlds(List<World> worlds) {
    if (worlds.size() < 2) {
      return "";
    }
    StringBuilder out =
        new StringBuilder("\n# Folders that define the same objects anew count as ");
    out.append("clusters of their own:\n");
    int shown = Math.min(worlds.size(), 5);
    for (World world : worlds.subList(0, shown)) {
      out.append("#   ").append(world.name()).append('\n');
    }
    out.append(worlds.size() > shown ? "#   and " + (worlds.size() - shown) + " more\n" : "");
    return out.append("# worlds: one                     # all of them are one cluster\n")
        .toString();
  }
}
