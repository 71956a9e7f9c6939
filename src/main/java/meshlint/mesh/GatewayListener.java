package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a Gateway of the Gateway API.
 *
 * @param gateway the Gateway
 * @param node its mapping
 * @param name its name; empty where the manifest has none
 * @param hostname its hostname, or {@code *} for all
 * @param port its port; 0 where the manifest has none
 * @param protocol its protocol as written; empty where the manifest has none
 */
public record GatewayListener(
    KubeObject gateway, MapNode node, String name, String hostname, long port, String protocol) {
  private static final String GROUP = "gateway.networking.k8s.io";

  /** The listeners of a Gateway, in file order. */
  public static List<GatewayListener> of(KubeObject gateway) {
    List<GatewayListener> out = new ArrayList<>();
    MapNode spec = gateway.spec();
    if (spec == null) {
      return out;
    }
    for (MapNode node : spec.maps("listeners")) {
      Long port = node.integer("port");
      String hostname = text(node, "hostname");
      out.add(
          new GatewayListener(
              gateway,
              node,
              text(node, "name"),
              hostname.isEmpty() ? "*" : hostname,
              port == null ? 0 : port,
              text(node, "protocol")));
    }
    return out;
  }

  private static String text(MapNode node, String key) {
    String found = node.text(key);
    return found == null ? "" : found;
  }

  /** Where a field of it stands; its own place where it has none. */
  public Place place(String key) {
    return node.placeOf(key);
  }

  /** Whether it takes routes of a kind: those it allows, else those of its protocol. */
  boolean takes(String kind) {
    MapNode allowed = node.map("allowedRoutes");
    List<MapNode> kinds = allowed == null ? List.of() : allowed.maps("kinds");
    if (!kinds.isEmpty()) {
      for (MapNode one : kinds) {
        String group = one.text("group");
        if (kind.equals(one.text("kind")) && (group == null || group.equals(GROUP))) {
          return true;
        }
      }
      return false;
    }
    return switch (protocol) {
      case "HTTP", "HTTPS" -> Set.of("HTTPRoute", "GRPCRoute").contains(kind);
      case "TLS" -> Set.of("TLSRoute", "TCPRoute").contains(kind);
      case "TCP" -> kind.equals("TCPRoute");
      case "UDP" -> kind.equals("UDPRoute");
      default -> true;
    };
  }

  /** Whether routes of a namespace may attach. */
  Known admits(Namespace namespace) {
    MapNode from = node.mapAt("allowedRoutes", "namespaces");
    String which = from == null ? null : from.text("from");
    return switch (which == null ? "Same" : which) {
      case "Same" -> Known.of(namespace.name().equals(gateway.namespace()));
      case "Selector" -> selected(from, namespace);
      case "None" -> Known.NO;
      default -> Known.YES;
    };
  }

  private static Known selected(@Nullable MapNode from, Namespace namespace) {
    MapNode selector = from == null ? null : from.map("selector");
    return selector == null ? Known.NO : namespace.selectedBy(LabelSelector.parse(selector));
  }

  /** The place that says which namespaces may attach. */
  Place namespacesPlace() {
    MapNode from = node.mapAt("allowedRoutes", "namespaces");
    return from == null ? node.place() : from.placeOf("from");
  }
}
