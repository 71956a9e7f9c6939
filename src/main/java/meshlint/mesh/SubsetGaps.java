package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import org.jspecify.annotations.Nullable;

/** Finds proxies that use a VirtualService's route to a subset without knowing the subset. */
final class SubsetGaps {
  private final Mesh mesh;
  private final VirtualRoutes routes;
  private final List<SubsetGap> out = new ArrayList<>();

  private SubsetGaps(Mesh mesh, VirtualRoutes routes) {
    this.mesh = mesh;
    this.routes = routes;
  }

  static List<SubsetGap> of(KubeObject object, Mesh mesh) {
    SubsetGaps gaps = new SubsetGaps(mesh, VirtualRoutes.of(object, mesh));
    for (DestinationCheck check : mesh.destinationChecks(object)) {
      gaps.check(check);
    }
    return gaps.out;
  }

  private void check(DestinationCheck check) {
    MeshService service = check.service();
    String subset = check.destination().subset();
    TrafficRule rule = check.rule();
    if (service == null || subset == null || rule == null || rule.subset(subset) == null) {
      return;
    }
    boolean found =
        rule.object().namespace().equals(service.namespace())
            || rule.object().namespace().equals(mesh.config().rootNamespace());
    if (found
        && rule.exportTo().everyone()
        && mesh.ruleNamespaces(service).size() <= 1
        && rule.workloads() == null) {
      // Everybody finds it, and nobody has a rule of their own in the way.
      return;
    }
    MapNode holder = holder(check.destination());
    for (GatewayRef ref : mesh.gatewayRefs(routes.object())) {
      KubeObject gateway = ref.gateway();
      if (gateway == null
          || ref.inMatch()
          || !applies(holder, ref.namespace() + "/" + ref.name())) {
        continue;
      }
      for (Workload workload : mesh.attachment(gateway).workloads()) {
        add(check, service, rule, subset, workload, true);
      }
    }
    if (routes.appliesToMesh() && applies(holder, VirtualRoutes.MESH)) {
      for (Workload workload : mesh.sidecarNamespaces().values()) {
        if (routes.exportTo().includes(workload.namespace())) {
          add(check, service, rule, subset, workload, false);
        }
      }
    }
  }

  private void add(
      DestinationCheck check,
      MeshService service,
      TrafficRule rule,
      String subset,
      Workload workload,
      boolean gateway) {
    String client = workload.namespace();
    TrafficRule own = mesh.destinationRule(workload, service);
    if (own != null && own.subset(subset) != null) {
      return;
    }
    boolean nearby = mesh.sidecarNamespaces().containsKey(rule.object().namespace());
    out.add(new SubsetGap(check, rule, client, gateway, workload, own, nearby));
  }

  /** The route of {@code http}, {@code tls} or {@code tcp} that a destination stands in. */
  static @Nullable MapNode holder(Destination destination) {
    Node here = destination.node();
    while (here != null) {
      if (here instanceof MapNode map && map.containsKey("route")) {
        return map;
      }
      here = here.parent();
    }
    return null;
  }

  /** Whether a route is used at a gateway: each of its matches may name the ones it is for. */
  private boolean applies(@Nullable MapNode route, String gateway) {
    return applies(route, gateway, routes.object().namespace());
  }

  /**
   * Whether a route of a VirtualService is used at a gateway: each of its matches may name the ones
   * it is for.
   *
   * @param gateway {@code namespace/name}, or {@code mesh}
   * @param namespace the namespace of the VirtualService
   */
  static boolean applies(@Nullable MapNode route, String gateway, String namespace) {
    List<MapNode> matches = route == null ? List.of() : route.maps("match");
    if (matches.isEmpty()) {
      return true;
    }
    for (MapNode match : matches) {
      ListNode gateways = match.list("gateways");
      if (gateways == null || gateways.isEmpty()) {
        return true;
      }
      for (String written : gateways.strings()) {
        if (VirtualRoutes.gatewayName(written, namespace).equals(gateway)) {
          return true;
        }
      }
    }
    return false;
  }
}
