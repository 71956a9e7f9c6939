package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.mesh.Delegation.State;
import org.jspecify.annotations.Nullable;

/** Follows the delegates of a VirtualService. */
final class Delegations {
  private Delegations() {}

  static List<Delegation> of(KubeObject object, Mesh mesh) {
    List<Delegation> out = new ArrayList<>();
    MapNode spec = object.spec();
    List<MapNode> routes = spec == null ? List.of() : spec.maps("http");
    for (int i = 0; i < routes.size(); i++) {
      MapNode written = routes.get(i).map("delegate");
      String name = written == null ? null : written.text("name");
      if (written == null || name == null) {
        continue;
      }
      String given = written.text("namespace");
      String namespace = given == null || given.isEmpty() ? object.namespace() : given;
      KubeObject delegate = mesh.graph().find(Kinds.VIRTUAL_SERVICE, namespace, name);
      State state = state(object, routes.get(i), namespace, name, delegate, mesh);
      out.add(new Delegation(object, i, written.placeOf("name"), namespace, name, delegate, state));
    }
    return out;
  }

  private static State state(
      KubeObject object,
      MapNode route,
      String namespace,
      String name,
      @Nullable KubeObject delegate,
      Mesh mesh) {
    if (!hasHosts(object)) {
      return State.ROOT_WITHOUT_HOSTS;
    }
    if (!route.maps("route").isEmpty() || route.containsKey("redirect")) {
      return State.ROUTES_ITSELF;
    }
    if (delegate == null) {
      // Delegates are often another team's, in a namespace that the input does not show.
      boolean known = mesh.graph().knowsIn(Kinds.VIRTUAL_SERVICE, namespace);
      boolean elsewhere = mesh.graph().elsewhere().has(Kinds.VIRTUAL_SERVICE, namespace, name);
      return known && !elsewhere ? State.MISSING : State.UNKNOWN;
    }
    if (hasHosts(delegate)) {
      return State.HAS_HOSTS;
    }
    MapNode spec = delegate.spec();
    if (spec != null
        && spec.maps("http").stream().anyMatch(inner -> inner.containsKey("delegate"))) {
      return State.DELEGATES_ON;
    }
    ExportTo exportTo = ExportTo.ofField(delegate, mesh.config().defaultVirtualServiceExportTo());
    return exportTo.includes(object.namespace()) ? State.FINE : State.NOT_EXPORTED;
  }

  private static boolean hasHosts(KubeObject object) {
    return object.root().at("spec", "hosts") instanceof List<?> hosts && !hosts.isEmpty();
  }
}
