package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * A VirtualService as Istio reads it.
 *
 * @param object the VirtualService
 * @param hosts the full names of its hosts, in order; empty for one that others delegate to
 * @param gateways the gateways it is bound to, as {@code namespace/name}, and {@code mesh}
 * @param exportTo whose proxies see it
 * @param destinations where its routes lead, in file order
 */
public record VirtualRoutes(
    KubeObject object,
    List<String> hosts,
    List<String> gateways,
    ExportTo exportTo,
    List<Destination> destinations) {
  /** Copies the lists. */
  public VirtualRoutes {
    hosts = List.copyOf(hosts);
    gateways = List.copyOf(gateways);
    destinations = List.copyOf(destinations);
  }

  /** The gateway name that stands for all sidecars. */
  public static final String MESH = "mesh";

  static VirtualRoutes of(KubeObject object, Mesh mesh) {
    String namespace = object.namespace();
    MapNode spec = object.spec();
    List<String> hosts = new ArrayList<>();
    List<String> gateways = new ArrayList<>();
    ListNode written = spec == null ? null : spec.list("hosts");
    if (written != null) {
      for (String host : written.strings()) {
        hosts.add(mesh.completeHost(host, namespace));
      }
    }
    ListNode bound = spec == null ? null : spec.list("gateways");
    if (bound != null) {
      for (String gateway : bound.strings()) {
        gateways.add(gatewayName(gateway, namespace));
      }
    }
    if (gateways.isEmpty()) {
      gateways.add(MESH);
    }
    return new VirtualRoutes(
        object,
        hosts,
        gateways,
        ExportTo.ofField(object, mesh.config().defaultVirtualServiceExportTo()),
        destinations(object, spec, mesh));
  }

  /**
   * The gateway that a name in a VirtualService means, as {@code namespace/name}
   * (pilot/pkg/model/config.go resolveGatewayName).
   */
  static String gatewayName(String written, String namespace) {
    if (written.equals(MESH)) {
      return MESH;
    }
    int slash = written.indexOf('/');
    if (slash >= 0) {
      return written.startsWith("./") ? namespace + written.substring(1) : written;
    }
    String[] labels = written.split("\\.", -1);
    return labels.length > 1 ? labels[1] + "/" + labels[0] : namespace + "/" + written;
  }

  private static List<Destination> destinations(
      KubeObject object, @Nullable MapNode spec, Mesh mesh) {
    List<Destination> out = new ArrayList<>();
    if (spec == null) {
      return out;
    }
    for (MapNode http : spec.maps("http")) {
      routes(object, http, Destination.Kind.HTTP, mesh, out);
      MapNode mirror = http.map("mirror");
      if (mirror != null) {
        add(object, mirror, Destination.Kind.MIRROR, mesh, out);
      }
      for (MapNode entry : http.maps("mirrors")) {
        MapNode destination = entry.map("destination");
        if (destination != null) {
          add(object, destination, Destination.Kind.MIRROR, mesh, out);
        }
      }
    }
    for (MapNode tls : spec.maps("tls")) {
      routes(object, tls, Destination.Kind.TLS, mesh, out);
    }
    for (MapNode tcp : spec.maps("tcp")) {
      routes(object, tcp, Destination.Kind.TCP, mesh, out);
    }
    return out;
  }

  private static void routes(
      KubeObject object, MapNode holder, Destination.Kind kind, Mesh mesh, List<Destination> out) {
    for (MapNode route : holder.maps("route")) {
      MapNode destination = route.map("destination");
      if (destination != null) {
        add(object, destination, kind, mesh, out);
      }
    }
  }

  private static void add(
      KubeObject object, MapNode node, Destination.Kind kind, Mesh mesh, List<Destination> out) {
    String host = node.text("host");
    if (host != null) {
      Integer port = node.at("port", "number") instanceof Long number ? number.intValue() : null;
      out.add(
          new Destination(
              object,
              kind,
              node,
              host,
              mesh.completeHost(host, object.namespace()),
              port,
              node.text("subset")));
    }
  }

  /** Whether sidecars use it. */
  public boolean appliesToMesh() {
    return gateways.contains(MESH);
  }
}
