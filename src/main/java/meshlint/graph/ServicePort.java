package meshlint.graph;

import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A port of a Service.
 *
 * @param service the Service
 * @param node its mapping
 * @param name its name; null where it has none
 * @param port the port clients dial
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; TCP where the manifest has none
 * @param targetNumber the numeric {@code targetPort}; {@code port} where the manifest has none, as
 *     the API server defaults it; null where it is a name
 * @param targetName the named {@code targetPort}; null where it is a number
 * @param appProtocol the {@code appProtocol}; null where it has none
 */
public record ServicePort(
    Service service,
    MapNode node,
    @Nullable String name,
    int port,
    String protocol,
    @Nullable Integer targetNumber,
    @Nullable String targetName,
    @Nullable String appProtocol) {
  static ServicePort of(Service service, MapNode node, int port) {
    Object target = node.get("targetPort");
    Integer number = null;
    String name = null;
    if (target instanceof Long l) {
      // 0 is the zero value, which the API server takes for an absent one.
      number = l == 0 ? port : l.intValue();
    } else if (target instanceof String s) {
      name = s;
    } else {
      number = port;
    }
    String protocol = node.text("protocol");
    return new ServicePort(
        service,
        node,
        node.text("name"),
        port,
        protocol == null ? "TCP" : protocol,
        number,
        name,
        node.text("appProtocol"));
  }

  /**
   * The pod port that this port reaches on a workload, as Kubernetes resolves it: the number, or
   * the container port of that name and protocol.
   *
   * @return null where it is a name that no container of the workload declares
   */
  public @Nullable Integer resolveOn(Workload workload) {
    if (targetNumber != null) {
      return targetNumber;
    }
    Container.ContainerPort found =
        targetName == null ? null : workload.namedPort(targetName, protocol);
    return found == null ? null : found.number();
  }

  /** Where a field of it stands; the port's place where it is not set. */
  public Place place(String field) {
    return node.placeOf(field);
  }

  /** {@code name (port)}, or the number alone. */
  @Override
  public String toString() {
    return name == null ? Integer.toString(port) : name + " (" + port + ")";
  }
}
