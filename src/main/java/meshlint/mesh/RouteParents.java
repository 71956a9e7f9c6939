package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Attaches routes to the listeners of Gateways by the rules of the Gateway API: section and port,
 * allowed kinds, allowed namespaces, common hostnames, in this order.
 */
final class RouteParents {
  private static final String GROUP = "gateway.networking.k8s.io";
  private static final Set<String> ROUTES =
      Set.of("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute");

  private final ObjectGraph graph;
  private final KubeObject route;
  private final MapNode ref;
  private final String namespace;
  private final String name;

  private RouteParents(ObjectGraph graph, KubeObject route, MapNode ref, String name) {
    this.graph = graph;
    this.route = route;
    this.ref = ref;
    this.name = name;
    String written = ref.text("namespace");
    this.namespace = written == null ? route.namespace() : written;
  }

  /** The parents of a route, in file order; empty for any other object. */
  static List<RouteParent> of(KubeObject route, ObjectGraph graph) {
    List<RouteParent> out = new ArrayList<>();
    MapNode spec = route.spec();
    if (spec == null
        || !route.kind().group().equals(GROUP)
        || !ROUTES.contains(route.kind().name())) {
      return out;
    }
    for (MapNode ref : spec.maps("parentRefs")) {
      String name = ref.text("name");
      if (name != null) {
        out.add(new RouteParents(graph, route, ref, name).parent());
      }
    }
    return out;
  }

  private RouteParent parent() {
    String kind = ref.text("kind") == null ? "Gateway" : String.valueOf(ref.text("kind"));
    String group = ref.text("group");
    if (kind.equals("Service") && group != null && (group.isEmpty() || group.equals("core"))) {
      return named("Service", Kinds.SERVICE);
    }
    if (kind.equals("ServiceEntry") && "networking.istio.io".equals(group)) {
      return named("ServiceEntry", Kinds.SERVICE_ENTRY);
    }
    if (!kind.equals("Gateway") || (group != null && !group.equals(GROUP))) {
      return result(kind, null, Known.UNKNOWN, Known.UNKNOWN);
    }
    KubeObject gateway = graph.find(Kinds.GATEWAY, namespace, name);
    if (gateway == null) {
      Known exists = graph.exists(Kinds.GATEWAY, namespace, name);
      return result(kind, null, exists, Known.UNKNOWN);
    }
    return attach(gateway);
  }

  private RouteParent named(String kind, Kind type) {
    KubeObject found = graph.find(type, namespace, name);
    Known exists = found != null ? Known.YES : graph.exists(type, namespace, name);
    return result(kind, found, exists, Known.UNKNOWN);
  }

  private RouteParent attach(KubeObject gateway) {
    List<GatewayListener> listeners = GatewayListener.of(gateway);
    if (listeners.isEmpty()) {
      // Its listeners may all come from ListenerSets.
      return result("Gateway", gateway, Known.YES, Known.UNKNOWN);
    }
    String section = ref.text("sectionName");
    if (section != null) {
      List<GatewayListener> named =
          listeners.stream().filter(listener -> listener.name().equals(section)).toList();
      if (named.isEmpty()) {
        return refused(
            gateway,
            "sectionName",
            "it has no listener \"" + section + "\", only " + names(listeners),
            listeners);
      }
      listeners = named;
    }
    Long port = ref.integer("port");
    if (port != null) {
      List<GatewayListener> there =
          listeners.stream().filter(listener -> listener.port() == port).toList();
      if (there.isEmpty()) {
        return refused(gateway, "port", "none of its listeners is on port " + port, listeners);
      }
      listeners = there;
    }
    return attach(gateway, listeners);
  }

  private RouteParent attach(KubeObject gateway, List<GatewayListener> listeners) {
    String kind = route.kind().name();
    List<GatewayListener> taking =
        listeners.stream().filter(listener -> listener.takes(kind)).toList();
    if (taking.isEmpty()) {
      GatewayListener first = listeners.get(0);
      return refused(
          gateway,
          "name",
          "listener \"" + first.name() + "\" of protocol " + first.protocol() + " takes no " + kind,
          listeners);
    }
    Namespace own = graph.namespace(route.namespace());
    Known any = Known.NO;
    List<GatewayListener> admitting = new ArrayList<>();
    for (GatewayListener listener : taking) {
      Known admits = listener.admits(own);
      any = any.or(admits);
      if (!admits.isNo()) {
        admitting.add(listener);
      }
    }
    if (any.isNo()) {
      GatewayListener first = taking.get(0);
      String reason =
          "listener \"" + first.name() + "\" takes no routes of namespace " + route.namespace();
      return new RouteParent(
          route,
          "Gateway",
          namespace,
          name,
          ref.placeOf("name"),
          gateway,
          Known.YES,
          Known.NO,
          reason,
          List.of(first.namespacesPlace()));
    }
    List<String> hosts = hostnames();
    boolean common =
        hosts.isEmpty()
            || admitting.stream()
                .anyMatch(
                    listener ->
                        listener.hostname().equals("*")
                            || hosts.stream()
                                .anyMatch(host -> Hosts.overlap(listener.hostname(), host)));
    if (!common) {
      TreeSet<String> served =
          admitting.stream()
              .map(GatewayListener::hostname)
              .collect(Collectors.toCollection(TreeSet::new));
      Place place = route.place("spec", "hostnames");
      return new RouteParent(
          route,
          "Gateway",
          namespace,
          name,
          place,
          gateway,
          Known.YES,
          Known.NO,
          "its listeners serve " + String.join(", ", served) + ", none of the route's hostnames",
          admitting.stream().map(listener -> listener.place("hostname")).toList());
    }
    return result("Gateway", gateway, Known.YES, any);
  }

  private List<String> hostnames() {
    MapNode spec = route.spec();
    ListNode hosts = spec == null ? null : spec.list("hostnames");
    return hosts == null ? List.of() : hosts.strings();
  }

  private static String names(List<GatewayListener> listeners) {
    return listeners.stream()
        .map(listener -> "\"" + listener.name() + "\"")
        .collect(Collectors.joining(", "));
  }

  private RouteParent refused(
      KubeObject gateway, String key, String reason, List<GatewayListener> listeners) {
    return new RouteParent(
        route,
        "Gateway",
        namespace,
        name,
        ref.placeOf(key),
        gateway,
        Known.YES,
        Known.NO,
        reason,
        listeners.stream().map(listener -> listener.node().place()).toList());
  }

  private RouteParent result(
      String kind, @Nullable KubeObject parent, Known exists, Known attached) {
    return new RouteParent(
        route, kind, namespace, name, ref.placeOf("name"), parent, exists, attached, "", List.of());
  }
}
