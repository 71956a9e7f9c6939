package meshlint.mesh;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;

/**
 * A host of a VirtualService at sidecars, and which of its routes they use for it
 * (pilot/pkg/networking/core/httproute.go selectVirtualServices, tls.go).
 *
 * @param object the VirtualService
 * @param place where the host stands
 * @param lookup what the host stands for
 * @param kinds the kinds of routes that are there for sidecars: {@code http}, {@code tls}, {@code
 *     tcp}
 * @param usable the kinds that the host's ports take; all where its ports are not known
 * @param bound whether the VirtualService is bound to gateways too
 */
public record MeshRoute(
    KubeObject object,
    Place place,
    HostLookup lookup,
    List<String> kinds,
    List<String> usable,
    boolean bound) {
  /** Copies the lists. */
  public MeshRoute {
    kinds = List.copyOf(kinds);
    usable = List.copyOf(usable);
  }

  private static final List<String> KINDS = List.of("http", "tls", "tcp");

  static List<MeshRoute> of(KubeObject object, Mesh mesh) {
    VirtualRoutes routes = VirtualRoutes.of(object, mesh);
    MapNode spec = object.spec();
    ListNode hosts = spec == null ? null : spec.list("hosts");
    List<MeshRoute> out = new ArrayList<>();
    if (spec == null || hosts == null || !routes.appliesToMesh()) {
      return out;
    }
    List<String> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      if (spec.maps(kind).stream()
          .anyMatch(route -> SubsetGaps.applies(route, VirtualRoutes.MESH, object.namespace()))) {
        kinds.add(kind);
      }
    }
    for (int i = 0; i < hosts.size(); i++) {
      if (hosts.get(i) instanceof String written) {
        HostLookup lookup = mesh.lookup(written, object.namespace());
        boolean bound = routes.gateways().size() > 1;
        out.add(new MeshRoute(object, hosts.placeOf(i), lookup, kinds, usable(lookup), bound));
      }
    }
    return out;
  }

  private static List<String> usable(HostLookup lookup) {
    Set<String> out = new LinkedHashSet<>();
    for (MeshService service : lookup.services()) {
      for (MeshPort port : service.ports()) {
        PortProtocol protocol = port.protocol();
        if (protocol.isHttp() || protocol.isAuto()) {
          out.add("http");
        }
        if (protocol.isTcp() || protocol.isAuto()) {
          out.add("tls");
          out.add("tcp");
        }
      }
    }
    // Of a host without known ports every route may be used.
    return out.isEmpty() ? KINDS : List.copyOf(out);
  }

  /** Whether some routes for sidecars are of a kind that the host's ports take, or none is. */
  public boolean isUsed() {
    return kinds.isEmpty() || kinds.stream().anyMatch(usable::contains);
  }
}
