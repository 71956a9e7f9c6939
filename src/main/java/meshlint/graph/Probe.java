package meshlint.graph;

import java.util.ArrayList;
import java.util.List;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a container that connects to a port.
 *
 * @param container the container
 * @param name the field, such as {@code readinessProbe}
 * @param handler how it asks
 * @param port the port's number; null where it is a name that the container does not declare
 * @param portName the port's name; null where it is written as a number
 * @param place where the port stands
 */
public record Probe(
    Container container,
    String name,
    Handler handler,
    @Nullable Integer port,
    @Nullable String portName,
    Place place) {
  /** How a probe asks. */
  public enum Handler {
    /** By an HTTP request. */
    HTTP,
    /** By opening a connection. */
    TCP,
    /** By gRPC's health service. */
    GRPC
  }

  /** The probes of a workload's containers, in file order; those by command are none. */
  static List<Probe> of(Workload workload) {
    List<Probe> out = new ArrayList<>();
    for (Container container : workload.allContainers()) {
      for (String name : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        MapNode probe = container.probe(name);
        if (probe != null) {
          add(container, name, Handler.HTTP, probe.map("httpGet"), out);
          add(container, name, Handler.TCP, probe.map("tcpSocket"), out);
          add(container, name, Handler.GRPC, probe.map("grpc"), out);
        }
      }
    }
    return out;
  }

  private static void add(
      Container container, String name, Handler handler, @Nullable MapNode node, List<Probe> out) {
    Object written = node == null ? null : node.get("port");
    if (node == null || node.containsKey("host")) {
      // With a host it asks somebody else.
      return;
    }
    Place place = node.placeOf("port");
    if (written instanceof Long number) {
      out.add(new Probe(container, name, handler, number.intValue(), null, place));
    } else if (written instanceof String text) {
      out.add(new Probe(container, name, handler, named(container, text), text, place));
    }
  }

  /** As the kubelet does, a name is looked for in the probe's own container only. */
  private static @Nullable Integer named(Container container, String text) {
    for (Container.ContainerPort port : container.ports()) {
      if (text.equals(port.name())) {
        return port.number();
      }
    }
    return text.matches("\\d{1,5}") ? Integer.valueOf(text) : null;
  }
}
