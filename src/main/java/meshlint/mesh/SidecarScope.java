package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What the Istio resource Sidecar that holds for a workload lets its proxy see
 * (pilot/pkg/model/sidecar.go).
 */
public final class SidecarScope {
  private final Mesh mesh;
  private final String namespace;
  private final @Nullable KubeObject sidecar;
  private final List<KubeObject> rivals;
  private final List<EgressHost> egress;
  private final boolean importsAll;
  private @Nullable Set<String> routed;

  /**
   * The scope of a namespace's workloads under a Sidecar.
   *
   * @param sidecar null where none holds
   * @param rivals others of its level; in the cluster the oldest holds
   */
  SidecarScope(Mesh mesh, String namespace, @Nullable KubeObject sidecar, List<KubeObject> rivals) {
    this.mesh = mesh;
    this.namespace = namespace;
    this.sidecar = sidecar;
    this.rivals = List.copyOf(rivals);
    this.egress = sidecar == null ? List.of() : egressHosts(sidecar);
    MapNode spec = sidecar == null ? null : sidecar.spec();
    // Without any egress listener everything is imported; that is no deny.
    this.importsAll = spec == null || spec.maps("egress").isEmpty();
  }

  /** The hosts of a Sidecar's egress listeners, in file order. */
  static List<EgressHost> egressHosts(KubeObject sidecar) {
    List<EgressHost> out = new ArrayList<>();
    MapNode spec = sidecar.spec();
    if (spec == null) {
      return out;
    }
    for (MapNode listener : spec.maps("egress")) {
      ListNode hosts = listener.list("hosts");
      int port = listener.at("port", "number") instanceof Long number ? number.intValue() : 0;
      for (int i = 0; hosts != null && i < hosts.size(); i++) {
        if (hosts.get(i) instanceof String host) {
          out.add(EgressHost.of(sidecar, host, port, hosts.placeOf(i)));
        }
      }
    }
    return out;
  }

  /** The Sidecar that holds; null where none does. */
  public @Nullable KubeObject sidecar() {
    return sidecar;
  }

  /** Other Sidecars of the same level, of which the oldest in the cluster holds. */
  public List<KubeObject> rivals() {
    return rivals;
  }

  /** Whether the proxy knows a port of a host. */
  public Answer imports(MeshService service, MeshPort port) {
    Answer visible = isVisible(service);
    if (!visible.isYes() || importsAll) {
      return visible;
    }
    for (EgressHost entry : egress) {
      if (entry.admitsNamespace(service.namespace(), namespace)
          && entry.admitsHost(service.host())
          && (entry.port() == 0 || entry.port() == port.number())) {
        return Answer.yes(entry.sidecar() + " imports " + entry.written(), entry.place());
      }
    }
    if (routedHosts().contains(service.host())) {
      return Answer.yes("a VirtualService that it imports routes to " + service.host());
    }
    KubeObject holding = sidecar;
    Place place = holding == null ? null : holding.place("spec", "egress");
    Known state = rivals.isEmpty() ? Known.NO : Known.UNKNOWN;
    return new Answer(
        state,
        holding + " does not import " + service.host(),
        place == null ? List.of() : List.of(place));
  }

  /** Whether a proxy of the namespace may see a host at all, whatever its Sidecar. */
  private Answer isVisible(MeshService service) {
    return mesh.isVisible(service, namespace);
  }

  /** The hosts that imported VirtualServices route to (collectImportedServices). */
  private Set<String> routedHosts() {
    Set<String> known = routed;
    if (known == null) {
      known = new HashSet<>();
      for (VirtualRoutes routes : mesh.virtualServices()) {
        if (routes.appliesToMesh() && routes.exportTo().includes(namespace) && admits(routes)) {
          for (Destination destination : routes.destinations()) {
            known.add(destination.host());
          }
        }
      }
      routed = known;
    }
    return known;
  }

  private boolean admits(VirtualRoutes routes) {
    for (EgressHost entry : egress) {
      if (entry.admitsNamespace(routes.object().namespace(), namespace)) {
        for (String host : routes.hosts()) {
          if (entry.dnsName().equals("*") || Hosts.overlap(entry.dnsName(), host)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** {@code ALLOW_ANY} or {@code REGISTRY_ONLY}: what happens to a host that is not imported. */
  public String outboundTrafficPolicy() {
    MapNode policy = policyNode();
    if (policy == null) {
      return mesh.config().outboundTrafficPolicy();
    }
    // In a Sidecar an absent mode is the enum's zero.
    String mode = policy.text("mode");
    return mode == null ? "REGISTRY_ONLY" : mode;
  }

  /** Where the outbound traffic policy stands; null where a default holds. */
  public @Nullable Place outboundTrafficPolicyPlace() {
    MapNode policy = policyNode();
    return policy == null
        ? mesh.config().place("outboundTrafficPolicy", "mode")
        : policy.placeOf("mode");
  }

  private @Nullable MapNode policyNode() {
    return sidecar == null ? null : sidecar.root().mapAt("spec", "outboundTrafficPolicy");
  }

  /**
   * The ports of the Sidecar's ingress listeners, which are then all the pod's inbound listeners;
   * null where it has none and the Services' ports hold.
   */
  public @Nullable Map<Integer, MapNode> ingressPorts() {
    MapNode spec = sidecar == null ? null : sidecar.spec();
    if (spec == null || spec.maps("ingress").isEmpty()) {
      return null;
    }
    Map<Integer, MapNode> out = new TreeMap<>();
    for (MapNode listener : spec.maps("ingress")) {
      if (listener.at("port", "number") instanceof Long number) {
        out.putIfAbsent(number.intValue(), listener);
      }
    }
    return out;
  }
}
