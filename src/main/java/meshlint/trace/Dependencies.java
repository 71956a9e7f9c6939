package meshlint.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * The connections that the manifests of a world say are intended. Each text is read once; a name
 * counts only where it is written to be dialled, so that no connection is made up.
 */
public final class Dependencies {
  private final List<Dependency> all = new ArrayList<>();
  private final Map<Workload, List<Dependency>> byClient = new HashMap<>();
  private final Map<Service, List<Dependency>> toService = new HashMap<>();
  private final ObjectGraph graph;
  private final Monitors monitors;
  private final OutsideUrls outside;

  /** The connections of a world. */
  public Dependencies(ObjectGraph graph) {
    this.graph = graph;
    this.monitors = new Monitors(graph);
    HostNames names = new HostNames(graph);
    this.outside = new OutsideUrls(graph, names);
    WorkloadReader workloads = new WorkloadReader(graph, names);
    for (Workload workload : graph.workloads()) {
      all.addAll(workloads.read(workload));
    }
    all.addAll(new ReferenceReader(graph, names, monitors).read());
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

  /** The URLs outside of the cluster in a workload's environment, commands and arguments. */
  public List<OutsideUrl> outside(Workload workload) {
    return Collections.unmodifiableList(outside.of(workload));
  }

  /** Who connects to a Service, or to a single pod behind it. */
  public List<Dependency> toService(Service service) {
    return Collections.unmodifiableList(toService.getOrDefault(service, List.of()));
  }

  /**
   * What shows that the pods of a workload look for each other when they start; null where nothing
   * does.
   */
  public @Nullable PeerDiscovery peerDiscovery(Workload workload) {
    return PeerDiscovery.of(graph, this, workload);
  }

  /** What a ServiceMonitor or PodMonitor makes Prometheus scrape. */
  public List<Scrape> scrapes(KubeObject monitor) {
    return monitors.scrapes(monitor);
  }

  /**
   * Whether the Service that a dependency names exists. That of the API server always does; those
   * that a cluster or a mesh usually brings along are unknown where the input lacks them.
   */
  public Known exists(Dependency dependency) {
    return exists(dependency.target());
  }

  Known exists(Target target) {
    if (target.namespace().equals("default") && target.name().equals("kubernetes")) {
      return Known.YES;
    }
    Known known = graph.exists(Kinds.SERVICE, target.namespace(), target.name());
    boolean brought =
        target.namespace().equals("kube-system")
            || target.namespace().equals(graph.settings().istioNamespace());
    return known.isNo() && brought ? Known.UNKNOWN : known;
  }

  /** Whether the target is a Service that selects the client's own pods. */
  public boolean toItself(Dependency dependency) {
    Workload client = dependency.client().workload();
    Service service = dependency.target().service();
    return client != null && service != null && graph.servicesOf(client).contains(service);
  }
}
