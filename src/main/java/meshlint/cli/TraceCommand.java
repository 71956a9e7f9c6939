package meshlint.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.graph.World;
import meshlint.report.TextStyle;
import meshlint.report.TraceReporter;
import meshlint.rule.Facts;
import meshlint.trace.Dependency;
import meshlint.trace.Trace;
import org.jspecify.annotations.Nullable;

/** Follows one connection hop by hop, or all that the manifests intend. */
final class TraceCommand implements Command {
  private static final Option FROM =
      Option.value("--from", "WORKLOAD", "who connects: [NAMESPACE/]NAME");
  private static final Option TO =
      Option.value("--to", "HOST[:PORT]", "a Service, as the client would write it");
  private static final Option FORMAT =
      Option.choice("--format", "FORMAT", List.of("text", "json"), "text, json").or("-o");

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String summary() {
    return "follow connections hop by hop";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] PATH...";
  }

  @Override
  public List<Option> options() {
    return List.of(
        FROM,
        TO,
        FORMAT,
        LintOptions.CONTEXT,
        LintOptions.TRACKED,
        LintOptions.NAMESPACE,
        LintOptions.COMPLETE,
        LintOptions.ONE_WORLD,
        LintOptions.MESH_CONFIG,
        LintOptions.CONFIG,
        LintOptions.NO_CONFIG,
        LintOptions.COLOR);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Without --to it lists every connection that the manifests intend, read from",
        "environment variables, arguments, ConfigMaps, routes and the like.",
        "Exit code 1: a connection fails.");
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no path given: name files, folders, or - for standard input");
    }
    String from = arguments.value(FROM);
    String to = arguments.value(TO);
    if (to != null && from == null) {
      throw new UsageException(
          "--to needs --from: a name means different things to different pods");
    }
    Setup setup = Setup.of(arguments, invocation);
    Pipeline.Input input = Pipeline.read(setup, arguments, invocation);
    List<Trace> traces = new ArrayList<>();
    Set<String> clients = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    boolean known = from == null;
    for (World world : input.worlds()) {
      ObjectGraph graph = new ObjectGraph(world.objects(), setup.cluster());
      Facts facts = new Facts(graph);
      graph.services().forEach(service -> services.add(hostOf(service)));
      graph.workloads().forEach(client -> clients.add(nameOf(client)));
      if (from == null) {
        facts.dependencies().all().forEach(one -> traces.addAll(facts.tracer().trace(one)));
        continue;
      }
      for (Workload client : find(graph, from)) {
        known = true;
        if (to == null) {
          for (Dependency one : facts.dependencies().byClient(client)) {
            traces.addAll(facts.tracer().trace(one));
          }
        } else {
          traces.addAll(facts.tracer().trace(client, host(to), port(to)));
        }
      }
    }
    if (from != null && !known) {
      throw new UsageException("no workload is called " + from + meant(from, clients));
    }
    if (to != null && traces.isEmpty()) {
      throw new UsageException(host(to) + " names no Service here" + meant(host(to), services));
    }
    print(traces, to != null, arguments, invocation);
    input.errors().forEach(error -> invocation.note("cannot read " + error));
    if (!input.errors().isEmpty()) {
      return ExitCode.FAILED;
    }
    boolean fails = traces.stream().anyMatch(trace -> trace.failure() != null);
    return fails ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private static void print(
      List<Trace> traces, boolean full, Arguments arguments, Invocation invocation) {
    if (arguments.value(FORMAT, "text").equals("json")) {
      invocation.out().print(TraceReporter.json(traces));
      return;
    }
    TextStyle style = invocation.style(arguments.value(LintOptions.COLOR));
    // The same connection may stand in several worlds, or be named in several places.
    Set<String> printed = new HashSet<>();
    for (Trace trace : traces) {
      String text = full ? TraceReporter.full(trace, style) : TraceReporter.brief(trace, style);
      if (printed.add(text)) {
        invocation.out().print(full && printed.size() > 1 ? "\n" + text : text);
      }
    }
    if (traces.isEmpty()) {
      invocation.out().println("no connection that the manifests intend was found");
    }
  }

  /** The workloads of a name; {@code namespace/name} or the name alone. */
  private static List<Workload> find(ObjectGraph graph, String written) {
    List<Workload> out = new ArrayList<>();
    for (Workload workload : graph.workloads()) {
      if (written.equals(workload.name()) || written.equals(nameOf(workload))) {
        out.add(workload);
      }
    }
    return out;
  }

  private static String nameOf(Workload workload) {
    return workload.namespace() + "/" + workload.name();
  }

  private static String hostOf(Service service) {
    return service.name() + "." + service.namespace();
  }

  /** The host of {@code HOST[:PORT]}; {@code namespace/name} is one too. */
  private static String host(String written) {
    int colon = written.lastIndexOf(':');
    String host = colon < 0 ? written : written.substring(0, colon);
    int slash = host.indexOf('/');
    return slash < 0 ? host : host.substring(slash + 1) + "." + host.substring(0, slash);
  }

  private static @Nullable Integer port(String written) throws UsageException {
    int colon = written.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    String digits = written.substring(colon + 1);
    if (!digits.matches("\\d{1,5}")) {
      throw new UsageException("no port: " + digits);
    }
    return Integer.valueOf(digits);
  }

  private static String meant(String written, Set<String> known) {
    String near = Nearest.of(written, known);
    return near == null ? "" : "; did you mean " + near + "?";
  }
}
