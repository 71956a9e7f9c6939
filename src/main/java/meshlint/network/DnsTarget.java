package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;

/**
 * Where pods find DNS. Clusters differ: kube-dns and CoreDNS pods on 53, OpenShift's on 5353,
 * Gardener's on 8053, NodeLocal DNSCache on a link-local address, DNS of a company outside. A
 * clause that names a DNS port for something that can be any of these is taken to be for it.
 */
final class DnsTarget {
  private static final String KUBE_SYSTEM = "kube-system";
  private static final String OPENSHIFT_DNS = "openshift-dns";
  private static final int DNS = 53;
  private static final int MDNS = 5353;
  private static final Set<Integer> PORTS = Set.of(DNS, MDNS, 8053, 1053, 10053);

  private DnsTarget() {}

  /** DNS over a protocol, {@code UDP} or {@code TCP}. */
  static Target of(Network network, String protocol) {
    ObjectGraph graph = network.graph();
    List<Target.Server> servers = new ArrayList<>();
    boolean shown = false;
    for (Service service : graph.services()) {
      for (ServicePort port : service.ports()) {
        if (port.port() != DNS || !port.protocol().equals(protocol)) {
          continue;
        }
        for (Workload workload : graph.workloadsOf(service)) {
          Integer number = port.resolveOn(workload);
          if (number != null) {
            servers.add(new Target.Server(network.endpoint(workload), number, false));
            shown |= isClusterDns(workload);
          }
        }
      }
    }
    for (Workload workload : graph.workloads()) {
      if (workload.declaredPort(DNS, protocol) != null) {
        servers.add(new Target.Server(network.endpoint(workload), DNS, false));
        shown |= isClusterDns(workload);
      }
    }
    if (!shown) {
      servers.add(
          new Target.Server(
              network.implied("cluster DNS", KUBE_SYSTEM, Map.of("k8s-app", "kube-dns")),
              DNS,
              false));
      servers.add(
          new Target.Server(network.implied("cluster DNS", KUBE_SYSTEM, Map.of()), DNS, true));
      servers.add(
          new Target.Server(network.implied("cluster DNS", OPENSHIFT_DNS, Map.of()), MDNS, true));
    }
    boolean isShown = shown;
    return new Target(
        "cluster DNS",
        protocol,
        DNS,
        servers,
        shown,
        port -> names(port, isShown),
        (clause, peer) -> plausible(network, clause, peer, isShown));
  }

  private static boolean isClusterDns(Workload workload) {
    return workload.namespace().equals(KUBE_SYSTEM) || workload.namespace().equals(OPENSHIFT_DNS);
  }

  private static boolean names(PolicyPort port, boolean shown) {
    String name = port.name();
    if (name != null) {
      return name.contains("dns") || name.equals("domain");
    }
    if (port.low() == port.high()) {
      return shown ? port.low() == DNS : PORTS.contains(port.low());
    }
    return port.low() <= DNS && port.high() >= DNS && port.low() > 1;
  }

  private static boolean plausible(Network network, Clause clause, PolicyPeer peer, boolean shown) {
    if (peer.ipBlock() != null) {
      return true;
    }
    String selectors = (peer.namespaces() + " " + peer.pods()).replace("-", "");
    if (selectors.contains("nodelocal")) {
      return true;
    }
    String own = clause.policy().namespace();
    if (peer.ownNamespaceOnly()) {
      // `podSelector: k8s-app=kube-dns` without a namespaceSelector looks for DNS at home. That is
      // right
      // in kube-system, and where pods at home may answer DNS though no manifest says on which
      // port.
      boolean homeUnknown = !clause.policy().object().namespaceWritten();
      return homeUnknown
          || own.equals(KUBE_SYSTEM)
          || own.equals(OPENSHIFT_DNS)
          || answersAtHome(network, own, peer);
    }
    return !shown && peer.namespaces() != null && mayBeElsewhere(network, peer.namespaces());
  }

  /** Whether a namespaceSelector can mean a namespace that DNS may run in. */
  private static boolean mayBeElsewhere(Network network, LabelSelector namespaces) {
    Namespace usual = network.graph().namespace(KUBE_SYSTEM);
    if (usual.object() == null
        || !usual.selectedBy(namespaces).isNo()
        || namespaces.equal().containsKey(Namespace.NAME_LABEL)) {
      return true;
    }
    return network.graph().namespaces().stream()
        .anyMatch(namespace -> !namespace.selectedBy(namespaces).isNo());
  }

  private static boolean answersAtHome(Network network, String namespace, PolicyPeer peer) {
    if (peer.pods() == null || peer.pods().isEmpty()) {
      return false;
    }
    return network.graph().workloadsSelectedBy(namespace, peer.pods()).stream()
        .anyMatch(workload -> workload.containers().stream().allMatch(c -> c.ports().isEmpty()));
  }
}
