package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;

/**
 * Finds wildcard hosts of VirtualServices that cover a host of another one, where one of the two is
 * exported to everybody and the other is not. The more specific host wins where both are seen.
 */
public final class WildcardRivals {
  /** A host of a VirtualService that sidecars use. */
  private record Claim(
      KubeObject object, String written, String host, Place place, ExportTo exportTo) {}

  private final List<Claim> wildcards = new ArrayList<>();
  private final Map<KubeObject, List<Claim>> byObject = new HashMap<>();

  /** The hosts of all VirtualServices that sidecars use. */
  public WildcardRivals(Mesh mesh) {
    for (VirtualRoutes routes : mesh.virtualServices()) {
      MapNode spec = routes.object().spec();
      ListNode hosts = spec == null ? null : spec.list("hosts");
      if (hosts == null || !routes.appliesToMesh()) {
        continue;
      }
      for (int i = 0; i < hosts.size(); i++) {
        if (hosts.get(i) instanceof String written) {
          String host = mesh.completeHost(written, routes.object().namespace());
          Claim claim =
              new Claim(routes.object(), written, host, hosts.placeOf(i), routes.exportTo());
          byObject.computeIfAbsent(routes.object(), k -> new ArrayList<>(1)).add(claim);
          if (host.startsWith("*.")) {
            wildcards.add(claim);
          }
        }
      }
    }
  }

  /** The wildcards over a VirtualService's hosts, in file order of its hosts. */
  public List<WildcardRival> of(KubeObject object) {
    List<WildcardRival> out = new ArrayList<>();
    for (Claim claim : byObject.getOrDefault(object, List.of())) {
      for (Claim other : wildcards) {
        // Where both are exported alike, the more specific host is meant to win.
        boolean covers = !other.host.equals(claim.host) && Hosts.contains(other.host, claim.host);
        if (covers
            && !other.object.equals(object)
            && claim.exportTo.everyone() != other.exportTo.everyone()
            && meet(claim, other)) {
          out.add(rival(claim, other));
        }
      }
    }
    return out;
  }

  private static WildcardRival rival(Claim claim, Claim other) {
    return new WildcardRival(
        claim.object,
        claim.written,
        claim.host,
        claim.place,
        other.object,
        other.place,
        other.host);
  }

  /** Whether some sidecars see both. */
  private static boolean meet(Claim a, Claim b) {
    if (a.exportTo.everyone() || b.exportTo.everyone()) {
      ExportTo other = a.exportTo.everyone() ? b.exportTo : a.exportTo;
      return other.everyone() || !other.namespaces().isEmpty();
    }
    return !Collections.disjoint(a.exportTo.namespaces(), b.exportTo.namespaces());
  }
}
