package meshlint.mesh;

import meshlint.graph.ServicePort;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A port of a host in Istio's registry.
 *
 * @param number the port that clients dial
 * @param name its name; empty where it has none
 * @param protocol what Istio takes its traffic for
 * @param node its mapping
 * @param servicePort the Service's port; null for a ServiceEntry's
 */
public record MeshPort(
    int number,
    String name,
    PortProtocol protocol,
    MapNode node,
    @Nullable ServicePort servicePort) {
  static MeshPort of(ServicePort port) {
    String name = port.name();
    return new MeshPort(
        port.port(), name == null ? "" : name, PortProtocol.of(port), port.node(), port);
  }

  /** The port of a ServiceEntry; null where it has no number. */
  static @Nullable MeshPort ofEntry(MapNode node) {
    Long number = node.integer("number");
    String name = node.text("name");
    return number == null
        ? null
        : new MeshPort(
            number.intValue(),
            name == null ? "" : name,
            PortProtocol.ofField(node.text("protocol")),
            node,
            null);
  }

  /** Where a field of it stands; the port where it is not set. */
  public Place place(String field) {
    return node.placeOf(field);
  }
}
