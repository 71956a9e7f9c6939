package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.KubeObject;

/** Finds the hosts that several VirtualServices route at one gateway. */
final class SharedHosts {
  private record Key(String gateway, String host) {}

  private record Claim(VirtualRoutes routes, int index) {}

  private final Map<Key, List<Claim>> claims = new HashMap<>();
  private final Mesh mesh;

  SharedHosts(Mesh mesh) {
    this.mesh = mesh;
    for (VirtualRoutes routes : mesh.virtualServices()) {
      Set<Key> seen = new HashSet<>();
      for (int i = 0; i < routes.hosts().size(); i++) {
        for (String gateway : routes.gateways()) {
          Key key = new Key(gateway, routes.hosts().get(i));
          // A short and a full name of one Service in one VirtualService are one host.
          if (seen.add(key)) {
            claims.computeIfAbsent(key, k -> new ArrayList<>(1)).add(new Claim(routes, i));
          }
        }
      }
    }
  }

  List<SharedHost> of(KubeObject object) {
    VirtualRoutes own = VirtualRoutes.of(object, mesh);
    List<SharedHost> out = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    for (int i = 0; i < own.hosts().size(); i++) {
      for (String gateway : own.gateways()) {
        Key key = new Key(gateway, own.hosts().get(i));
        if (!seen.add(key)) {
          continue;
        }
        for (Claim claim : claims.getOrDefault(key, List.of())) {
          KubeObject other = claim.routes().object();
          if (!other.equals(object) && meet(gateway, own, claim.routes())) {
            out.add(
                new SharedHost(
                    object,
                    object.place("spec", "hosts", i),
                    own.hosts().get(i),
                    gateway,
                    other,
                    other.place("spec", "hosts", claim.index())));
          }
        }
      }
    }
    return out;
  }

  /** Whether some proxy sees both. */
  private static boolean meet(String gateway, VirtualRoutes a, VirtualRoutes b) {
    ExportTo x = a.exportTo();
    ExportTo y = b.exportTo();
    if (!gateway.equals(VirtualRoutes.MESH)) {
      return true;
    }
    return (x.everyone() && (y.everyone() || !y.namespaces().isEmpty()))
        || (y.everyone() && !x.namespaces().isEmpty())
        || !Collections.disjoint(x.namespaces(), y.namespaces());
  }
}
