package meshlint.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;

/**
 * The connections that the manifests of a world say are intended. Each text is read once; a name
 * counts only where it is written to be dialled, so that no connection is made up.
 */
public final class Dependencies {
  private final List<Dependency> all = new ArrayList<>();
  private final Map<Workload, List<Dependency>> byClient = new HashMap<>();
  private final Map<Service, List<Dependency>> toService = new HashMap<>();

  /** The connections of a world. */
  public Dependencies(ObjectGraph graph) {
    HostNames names = new HostNames(graph);
    WorkloadReader workloads = new WorkloadReader(graph, names);
    for (Workload workload : graph.workloads()) {
      all.addAll(workloads.read(workload));
    }
    all.addAll(new ReferenceReader(graph, names).read());
    for (Dependency dependency : all) {
      Workload client = dependency.client().workload();
      if (client != null) {
        byClient.computeIfAbsent(client, k -> new ArrayList<>()).add(dependency);
      }
      Service service = dependency.target().service();
      if (service != null) {
        toService.computeIfAbsent(service, k -> new ArrayList<>()).add(dependency);
      }
    }
  }

  /** All of them: those of workloads in input order, then those of routes, backends, webhooks. */
  public List<Dependency> all() {
    return Collections.unmodifiableList(all);
  }

  /** What the pods of a workload connect to. */
  public List<Dependency> byClient(Workload client) {
    return Collections.unmodifiableList(byClient.getOrDefault(client, List.of()));
  }

  /** Who connects to a Service, or to a single pod behind it. */
  public List<Dependency> toService(Service service) {
    return Collections.unmodifiableList(toService.getOrDefault(service, List.of()));
  }
}
