package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** Follows routes that lead sidecars' traffic to a gateway of the input. */
public final class GatewayHops {
  private final Mesh mesh;
  private final Map<Workload, Set<KubeObject>> gatewaysOf = new HashMap<>();
  private final Map<String, List<VirtualRoutes>> boundTo = new HashMap<>();

  GatewayHops(Mesh mesh) {
    this.mesh = mesh;
    for (KubeObject gateway : mesh.graph().objectsOf(Kinds.ISTIO_GATEWAY)) {
      for (Workload workload : mesh.attachment(gateway).workloads()) {
        gatewaysOf.computeIfAbsent(workload, k -> new LinkedHashSet<>()).add(gateway);
      }
    }
    for (VirtualRoutes routes : mesh.virtualServices()) {
      for (String gateway : routes.gateways()) {
        boundTo.computeIfAbsent(gateway, k -> new ArrayList<>(1)).add(routes);
      }
    }
  }

  /** The routes of a VirtualService that end at a gateway, one for each host and gateway. */
  public List<GatewayHop> of(KubeObject object) {
    List<GatewayHop> out = new ArrayList<>();
    VirtualRoutes routes = VirtualRoutes.of(object, mesh);
    if (!routes.appliesToMesh()) {
      return out;
    }
    Set<MeshService> seen = new LinkedHashSet<>();
    for (Destination destination : routes.destinations()) {
      MapNode holder = SubsetGaps.holder(destination);
      HostLookup lookup = mesh.lookup(destination.written(), object.namespace());
      MeshService target = lookup.service();
      Service service = target == null ? null : target.service();
      if (target == null
          || service == null
          || destination.kind() == Destination.Kind.MIRROR
          || destination.kind() == Destination.Kind.TCP
          || (holder != null && holder.at("rewrite", "authority") != null)
          || !SubsetGaps.applies(holder, VirtualRoutes.MESH, object.namespace())
          || !seen.add(target)) {
        continue;
      }
      for (Workload workload : mesh.graph().workloadsOf(service)) {
        Set<KubeObject> gateways = gatewaysOf.getOrDefault(workload, Set.of());
        if (workload.label(IstioLabels.GATEWAY_NAME) != null) {
          // Routes of the Gateway API pass it on.
          break;
        }
        if (!gateways.isEmpty() || mesh.injection(workload).gateway().isYes()) {
          for (String host : routes.hosts()) {
            add(object, destination, host, target, workload, gateways, out);
          }
          break;
        }
      }
    }
    return out;
  }

  private void add(
      KubeObject object,
      Destination destination,
      String host,
      MeshService target,
      Workload workload,
      Set<KubeObject> gateways,
      List<GatewayHop> out) {
    KubeObject serving = null;
    boolean routed = false;
    boolean leads = false;
    for (KubeObject gateway : gateways) {
      String name = gateway.namespace() + "/" + gateway.name();
      for (VirtualRoutes bound : boundTo.getOrDefault(name, List.of())) {
        if (serves(gateway, host, bound.object().namespace())
            && bound.hosts().stream().anyMatch(own -> Hosts.overlap(own, host))) {
          for (Destination next : bound.destinations()) {
            if (SubsetGaps.applies(SubsetGaps.holder(next), name, bound.object().namespace())) {
              routed = true;
              leads |= !next.host().equals(target.host());
            }
          }
          routed |= leavesItToOthers(bound);
          leads |= leavesItToOthers(bound);
        }
      }
      if (serving == null && serves(gateway, host, null)) {
        serving = gateway;
      }
    }
    if (!leads) {
      GatewayHop.State state =
          serving == null
              ? GatewayHop.State.NOT_SERVED
              : routed ? GatewayHop.State.LOOP : GatewayHop.State.NO_ROUTE;
      out.add(
          new GatewayHop(
              object, destination.place("host"), host, target, workload, serving, state));
    }
  }

  /** Whether a VirtualService has routes whose destinations stand elsewhere, or that need none. */
  private static boolean leavesItToOthers(VirtualRoutes routes) {
    MapNode spec = routes.object().spec();
    return spec != null
        && spec.maps("http").stream().anyMatch(route -> route.maps("route").isEmpty());
  }

  private boolean serves(KubeObject gateway, String host, @Nullable String namespace) {
    for (GatewayServer server : mesh.gatewayServers(gateway)) {
      for (String own : server.hosts()) {
        boolean admitted =
            namespace == null
                ? Hosts.overlap(GatewayServer.dnsName(own), host)
                : server.admits(host, namespace);
        if (admitted) {
          return true;
        }
      }
    }
    return false;
  }
}
