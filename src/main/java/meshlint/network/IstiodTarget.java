package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.Namespace;
import meshlint.mesh.Istiod;
import meshlint.mesh.Mesh;

/** Where proxies find istiod: its pods listen on 15012 for configuration and certificates. */
final class IstiodTarget {
  /** The port for configuration and certificates over mTLS. */
  static final int XDS = 15012;

  private IstiodTarget() {}

  static Target of(Network network, Mesh mesh) {
    List<Target.Server> servers = new ArrayList<>();
    for (Endpoint istiod : istiods(network, mesh)) {
      servers.add(new Target.Server(istiod, XDS, false));
    }
    boolean shown = !mesh.controlPlane().istiods().isEmpty();
    Namespace home = network.graph().namespace(mesh.config().istioNamespace());
    return new Target(
        servers.get(0).endpoint().description(),
        "TCP",
        XDS,
        servers,
        shown,
        port -> port.name() == null && port.low() <= XDS && port.high() >= XDS && port.low() > 1,
        (clause, peer) -> plausible(peer, shown, home));
  }

  /** The pods of istiod that the input shows, else the ones that its installation implies. */
  static List<Endpoint> istiods(Network network, Mesh mesh) {
    List<Endpoint> out = new ArrayList<>();
    for (Istiod istiod : mesh.controlPlane().istiods()) {
      out.add(network.endpoint(istiod.workload()));
    }
    if (out.isEmpty()) {
      String namespace = mesh.config().istioNamespace();
      out.add(
          network.implied(
              "istiod (" + namespace + ")", namespace, Map.of("app", "istiod", "istio", "pilot")));
    }
    return out;
  }

  /** A clause that names 15012 is for some istiod, if only its peers can be one. */
  private static boolean plausible(PolicyPeer peer, boolean shown, Namespace home) {
    if (peer.ipBlock() != null) {
      return true;
    }
    if (shown || peer.namespaces() == null) {
      return false;
    }
    boolean otherNamespace =
        peer.namespaces().equal().containsKey(Namespace.NAME_LABEL)
            && home.selectedBy(peer.namespaces()).isNo();
    return otherNamespace || home.object() == null;
  }
}
