package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import meshlint.graph.ObjectGraph;
import meshlint.graph.World;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.network.Connectivity;
import meshlint.network.Connectivity.Query;
import meshlint.network.ConnectivityDiff;
import meshlint.network.Ends;
import meshlint.network.Exposure;
import meshlint.report.ConnectionFormat;
import meshlint.report.ConnectionReporter;
import meshlint.source.InputFile;
import meshlint.source.InputFiles;
import meshlint.source.RevisionFiles;

/** Lists the connections that NetworkPolicies allow, or what changes in them. */
final class ConnectionsCommand implements Command {
  private static final String DIFF = "diff";

  private static final Option FORMAT =
      Option.choice(
              "--format",
              "FORMAT",
              ConnectionFormat.words(),
              String.join(", ", ConnectionFormat.words()))
          .or("-o");
  private static final Option FROM =
      Option.value("--from", "END", "only from here: [NAMESPACE/]NAME, CIDR, external")
          .repeatable();
  private static final Option TO = Option.value("--to", "END", "only to here").repeatable();
  private static final Option EXPLAIN =
      Option.flag("--explain", "say which policy and clause allow or deny each (txt, json)");

  private static final Option EXPOSURE =
      Option.flag(
          "--exposure",
          "instead, whom policies let reach each workload that is not in the input, and whom it may"
              + " reach: addresses, any pod of the cluster, pods with the labels of their peers");

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public String summary() {
    return "list the connections that NetworkPolicies allow";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] PATH... | diff OLD NEW [PATH...]";
  }

  @Override
  public List<Option> options() {
    return List.of(
        FORMAT,
        FROM,
        TO,
        EXPLAIN,
        EXPOSURE,
        LintOptions.CONTEXT,
        LintOptions.TRACKED,
        LintOptions.NAMESPACE,
        LintOptions.ONE_WORLD,
        LintOptions.CONFIG,
        LintOptions.NO_CONFIG);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "What the input does not show counts as absent: labels, workloads, policies.",
        "OLD and NEW are two folders, or two Git revisions of PATH (by default all of",
        "the folder), each taken as one cluster.");
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    List<String> operands = arguments.operands();
    ConnectionFormat format = ConnectionFormat.of(arguments.value(FORMAT, "txt"));
    if (!operands.isEmpty() && operands.get(0).equals(DIFF)) {
      return diff(operands.subList(1, operands.size()), format, arguments, invocation);
    }
    if (operands.isEmpty()) {
      throw new UsageException("no path given: name files, folders, or - for standard input");
    }
    boolean explain = arguments.has(EXPLAIN);
    if (explain && format != ConnectionFormat.TXT && format != ConnectionFormat.JSON) {
      throw new UsageException("--explain needs --format txt or json");
    }
    Ends from = new Ends(arguments.values(FROM));
    Ends to = new Ends(arguments.values(TO));
    boolean exposure = arguments.has(EXPOSURE);
    if (exposure && explain) {
      throw new UsageException("--exposure and --explain exclude each other");
    }
    if (exposure && (from.includesOthers() || to.includesOthers())) {
      throw new UsageException("with --exposure, --from and --to name workloads only");
    }
    boolean denied = explain && !from.isAll() && !to.isAll();

    Setup setup = Setup.of(arguments, invocation);
    Pipeline.Input input = Pipeline.read(setup, arguments, invocation);
    List<Connectivity> worlds = new ArrayList<>();
    for (World world : input.worlds()) {
      worlds.add(new Connectivity(new ObjectGraph(world.objects(), setup.cluster())));
    }
    List<Connectivity.Node> nodes =
        worlds.stream().flatMap(world -> world.nodes().stream()).toList();
    checkNames(from, nodes);
    checkNames(to, nodes);
    ConnectionReporter reporter =
        ConnectionReporter.of(
            format, invocation.out(), worlds.size() > 1, exposure ? "exposure" : "connections");
    for (int i = 0; i < worlds.size(); i++) {
      reporter.world(input.worlds().get(i).name());
      if (exposure) {
        new Exposure(worlds.get(i)).list(from, to, reporter::exposed);
      } else {
        worlds.get(i).list(new Query(from, to, explain, denied), reporter::connection);
      }
    }
    reporter.end();
    if (nodes.isEmpty()) {
      invocation.note("the input has no workloads");
    }
    input.errors().forEach(error -> invocation.note("cannot read " + error));
    return input.errors().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void checkNames(Ends ends, List<Connectivity.Node> nodes) throws UsageException {
    List<String> unknown = ends.unknownAmong(nodes);
    if (!unknown.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      for (Connectivity.Node node : nodes) {
        String plain = node.name().substring(0, node.name().indexOf('['));
        names.add(plain);
        names.add(plain.substring(plain.indexOf('/') + 1));
      }
      String near = Nearest.of(unknown.get(0), List.copyOf(names));
      throw new UsageException(
          "no workload is called "
              + unknown.get(0)
              + (near == null ? "" : "; did you mean " + near + "?"));
    }
  }

  private static int diff(
      List<String> operands, ConnectionFormat format, Arguments arguments, Invocation invocation)
      throws UsageException {
    if (operands.size() < 2) {
      throw new UsageException("diff needs two folders or two Git revisions: OLD NEW");
    }
    for (Option option : List.of(EXPLAIN, EXPOSURE)) {
      if (arguments.has(option)) {
        throw new UsageException("diff takes no " + option.name());
      }
    }
    List<String> paths = operands.subList(2, operands.size());
    Setup setup = Setup.of(arguments, invocation);
    Connectivity before = side(operands.get(0), paths, setup, invocation);
    Connectivity after = side(operands.get(1), paths, setup, invocation);
    ConnectivityDiff diff = new ConnectivityDiff(before, after);
    Ends from = new Ends(arguments.values(FROM));
    Ends to = new Ends(arguments.values(TO));
    checkNames(from, diff.nodes());
    checkNames(to, diff.nodes());
    ConnectionReporter reporter =
        ConnectionReporter.of(format, invocation.out(), false, "connections");
    reporter.world("");
    diff.list(from, to, reporter::change);
    reporter.end();
    return ExitCode.OK;
  }

  private static Connectivity side(
      String written, List<String> paths, Setup setup, Invocation invocation)
      throws UsageException {
    List<InputFile> files;
    if (isPath(written, invocation.cwd()) && paths.isEmpty()) {
      files = files(List.of(written), invocation);
    } else {
      String commit = RevisionFiles.commit(written, invocation.cwd());
      if (commit == null) {
        throw UsageException.of(written + " is neither a path nor a Git revision here");
      }
      try {
        List<String> where = paths.isEmpty() ? List.of(".") : paths;
        files = RevisionFiles.of(commit, written, where, invocation.cwd());
      } catch (IOException e) {
        throw UsageException.of(written + ": " + e.getMessage());
      }
    }
    LoadResult loaded =
        ManifestLoader.load(
            files,
            files(setup.context(), invocation),
            new LoadOptions(setup.cluster().defaultNamespace()));
    if (!loaded.unreadable().isEmpty()) {
      throw UsageException.of("cannot read " + loaded.unreadable().get(0));
    }
    return new Connectivity(new ObjectGraph(loaded.objects(), setup.cluster()));
  }

  private static List<InputFile> files(List<String> paths, Invocation invocation)
      throws UsageException {
    InputFiles found = InputFiles.find(paths, invocation.cwd(), invocation.in());
    if (!found.errors().isEmpty()) {
      throw UsageException.of("cannot read " + found.errors().get(0));
    }
    return found.files();
  }

  private static boolean isPath(String written, Path cwd) {
    try {
      return Files.exists(cwd.resolve(written));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
