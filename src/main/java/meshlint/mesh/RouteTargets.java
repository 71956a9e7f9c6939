package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.KubeObject;

/** Where the routes of all VirtualServices lead, by host. */
public final class RouteTargets {
  private final Map<String, List<Destination>> byHost = new HashMap<>();
  private final Map<String, Set<KubeObject>> choosers = new HashMap<>();
  private final Set<String> routed = new HashSet<>();

  RouteTargets(Mesh mesh) {
    for (VirtualRoutes routes : mesh.virtualServices()) {
      routed.addAll(routes.hosts());
      for (Destination destination : routes.destinations()) {
        byHost.computeIfAbsent(destination.host(), k -> new ArrayList<>(1)).add(destination);
        if (destination.subset() != null && routes.hosts().contains(destination.host())) {
          choosers
              .computeIfAbsent(destination.host(), k -> new LinkedHashSet<>())
              .add(routes.object());
        }
      }
    }
  }

  /** Whether a VirtualService routes exactly this host, at whatever gateway. */
  public boolean isRouted(String host) {
    return routed.contains(host);
  }

  /** The destinations with this full host, in the order of their VirtualServices. */
  public List<Destination> to(String host) {
    return Collections.unmodifiableList(byHost.getOrDefault(host, List.of()));
  }

  /** The VirtualServices that route a host themselves and choose among its subsets. */
  public List<KubeObject> subsetChoosers(String host) {
    return List.copyOf(choosers.getOrDefault(host, Set.of()));
  }

  /**
   * The destinations of {@code http} routes that lead to a port of a host. One without a port leads
   * to the only one there is, or to the one that the request came in on, which may be any.
   */
  public List<Destination> requestsTo(MeshService service, MeshPort port) {
    List<Destination> out = new ArrayList<>();
    for (Destination destination : to(service.host())) {
      boolean http =
          destination.kind() == Destination.Kind.HTTP
              || destination.kind() == Destination.Kind.MIRROR;
      Integer number = destination.port();
      if (http && (number == null || number == port.number())) {
        out.add(destination);
      }
    }
    return out;
  }
}
