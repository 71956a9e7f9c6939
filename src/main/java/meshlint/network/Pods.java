package meshlint.network;

import java.util.List;
import java.util.Map;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Pods that no policy can tell apart: of one namespace, with equal labels and container ports.
 * Labels that the input does not show count as absent.
 *
 * @param namespace their namespace
 * @param namespaceLabels its labels
 * @param labels their labels
 * @param sample a workload that has such pods; null for the ingress controller, which no manifest
 *     shows
 */
record Pods(
    String namespace,
    Map<String, String> namespaceLabels,
    Map<String, String> labels,
    @Nullable Workload sample) {
  /** What makes pods equal to policies. */
  record Key(String namespace, Map<String, String> labels, List<String> namedPorts) {}

  static Key key(Workload workload) {
    List<String> named =
        workload.containers().stream()
            .flatMap(container -> container.ports().stream())
            .filter(port -> port.name() != null)
            .map(port -> port.name() + " " + port.protocol() + " " + port.number())
            .toList();
    return new Key(workload.namespace(), workload.labels(), named);
  }

  /** Whether a policy selects them. */
  boolean selectedBy(Policy policy) {
    return policy.namespace().equals(namespace) && policy.podSelector().matches(labels);
  }

  /**
   * Whether a peer of a policy in some namespace means them. An {@code ipBlock} never means pods.
   */
  boolean matches(PolicyPeer peer, String policyNamespace) {
    if (peer.ipBlock() != null || peer.isEmpty()) {
      return false;
    }
    boolean there =
        peer.namespaces() == null
            ? policyNamespace.equals(namespace)
            : peer.namespaces().matches(namespaceLabels);
    return there && (peer.pods() == null || peer.pods().matches(labels));
  }

  /** The number of a container port of a name and protocol; null where none has it. */
  @Nullable Integer namedPort(String name, String protocol) {
    var port = sample == null ? null : sample.namedPort(name, protocol);
    return port == null ? null : port.number();
  }

  /** The ports of a clause, with names read on these pods as the destination. */
  PortSet ports(Clause clause) {
    if (clause.ports().isEmpty()) {
      return PortSet.ALL;
    }
    PortSet out = PortSet.NONE;
    for (PolicyPort port : clause.ports()) {
      String name = port.name();
      if (name == null) {
        out = out.union(PortSet.range(port.protocol(), port.low(), port.high()));
      } else {
        Integer number = namedPort(name, port.protocol());
        out = number == null ? out : out.union(PortSet.port(port.protocol(), number));
      }
    }
    return out;
  }
}
