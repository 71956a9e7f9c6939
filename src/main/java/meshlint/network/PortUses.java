package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Container;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** Finds out whether the ports that a policy opens are ports that anybody listens on. */
final class PortUses {
  // What the injector and ambient mode add to pods: admin, HBONE, merged metrics, readiness, Envoy
  // metrics.
  private static final List<Integer> PROXY_PORTS =
      List.of(15000, 15004, 15008, 15020, 15021, 15090);

  // Where the sidecar redirects to inside of the pod: no packet between pods carries these.
  private static final List<Integer> REDIRECTED = List.of(15001, 15006);

  private PortUses() {}

  static List<PortUse> of(Network network, Policy policy) {
    List<PortUse> out = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Clause clause : policy.activeClauses(direction)) {
        if (clause.ports().isEmpty()) {
          continue;
        }
        List<Workload> workloads = openedOn(network, clause);
        for (PolicyPort port : clause.ports()) {
          if (workloads.isEmpty()) {
            continue;
          }
          if (port.name() != null) {
            boolean declared = isNamed(workloads, port.name(), port.protocol());
            Known listens =
                declared ? Known.YES : mayMeanMore(network, clause) ? Known.UNKNOWN : Known.NO;
            out.add(new PortUse(clause, port, workloads, listens, null));
          } else if (port.isSingleNumber()) {
            out.add(use(network.graph(), clause, port, workloads));
          }
        }
      }
    }
    return out;
  }

  /** Whether a clause opens its ports on pods that it does not tell apart, shown or not. */
  private static boolean mayMeanMore(Network network, Clause clause) {
    ObjectGraph graph = network.graph();
    if (graph.settings().complete()) {
      return false;
    }
    if (clause.direction() == Direction.INGRESS) {
      return clause.policy().podSelector().isEmpty()
          || graph.mayMakeMore(clause.policy().namespace());
    }
    return clause.peers().stream().anyMatch(peer -> peer.pods() == null || peer.pods().isEmpty());
  }

  private static boolean isNamed(List<Workload> workloads, String name, String protocol) {
    // The sidecar injector adds a container with this port.
    return name.equals("http-envoy-prom")
        || workloads.stream().anyMatch(workload -> workload.namedPort(name, protocol) != null);
  }

  /** The pods that a clause opens its ports on, where the input shows them all. */
  private static List<Workload> openedOn(Network network, Clause clause) {
    if (clause.direction() == Direction.INGRESS) {
      return network.workloadsOf(clause.policy());
    }
    for (PolicyPeer peer : clause.peers()) {
      if (peer.ipBlock() != null || !network.showsAll(clause.policy().namespace(), peer)) {
        return List.of();
      }
    }
    return network.workloadsOf(clause);
  }

  private static PortUse use(
      ObjectGraph graph, Clause clause, PolicyPort port, List<Workload> workloads) {
    Known listens = Known.NO;
    ServicePort confused = null;
    List<Workload> there = new ArrayList<>();
    for (Workload workload : workloads) {
      listens = listens.or(listens(graph, workload, port));
      if (listens.isYes()) {
        return new PortUse(clause, port, workloads, listens, null);
      }
      ServicePort service = servicePort(graph, workload, port);
      if (service != null && confused == null) {
        confused = service;
        there.add(workload);
      }
    }
    // The workload behind that Service comes first, so that its port is the one a message names.
    workloads.stream().filter(workload -> !there.contains(workload)).forEach(there::add);
    return new PortUse(clause, port, there, listens, confused);
  }

  private static Known listens(ObjectGraph graph, Workload workload, PolicyPort port) {
    int number = port.low();
    if (REDIRECTED.contains(number)) {
      return Known.of(workload.declaredPort(number, port.protocol()) != null);
    }
    if (PROXY_PORTS.contains(number) || workload.declaredPort(number, port.protocol()) != null) {
      return Known.YES;
    }
    for (Service service : graph.servicesOf(workload)) {
      for (ServicePort served : service.ports()) {
        Integer target = served.resolveOn(workload);
        if (target != null && target == number && served.protocol().equals(port.protocol())) {
          return Known.YES;
        }
      }
    }
    boolean declaresSome = false;
    for (Container container : workload.containers()) {
      declaresSome |= !container.ports().isEmpty();
      for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
        if (probes(container.probe(probe), number)) {
          return Known.YES;
        }
      }
    }
    return declaresSome ? Known.NO : Known.UNKNOWN;
  }

  private static boolean probes(@Nullable MapNode probe, int number) {
    if (probe == null) {
      return false;
    }
    for (String way : List.of("httpGet", "tcpSocket", "grpc")) {
      MapNode how = probe.map(way);
      Long port = how == null ? null : how.integer("port");
      if (port != null && port == number) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ServicePort servicePort(
      ObjectGraph graph, Workload workload, PolicyPort port) {
    for (Service service : graph.servicesOf(workload)) {
      if (service.isHeadless()) {
        continue;
      }
      for (ServicePort served : service.ports()) {
        Integer target = served.resolveOn(workload);
        if (served.port() == port.low()
            && served.protocol().equals(port.protocol())
            && target != null
            && target != port.low()) {
          return served;
        }
      }
    }
    return null;
  }
}
