package meshlint.network;

import meshlint.graph.Known;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a clause's {@code ports}.
 *
 * @param node its mapping
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; TCP where the manifest has none
 * @param low the first port; 0 where it names a container port
 * @param high the last port, which {@code endPort} raises; 0 where it names a container port
 * @param name the container port it names on the destination; null for a number or for all ports
 */
public record PolicyPort(MapNode node, String protocol, int low, int high, @Nullable String name) {
  private static final int LAST = 65535;

  static PolicyPort of(MapNode node) {
    String written = node.text("protocol");
    String protocol = written == null ? "TCP" : written;
    Object port = node.get("port");
    if (port == null) {
      return new PolicyPort(node, protocol, 1, LAST, null);
    }
    if (port instanceof Long number) {
      Long end = node.integer("endPort");
      int low = clamp(number);
      return new PolicyPort(node, protocol, low, end == null ? low : clamp(end), null);
    }
    return new PolicyPort(node, protocol, 0, 0, port.toString());
  }

  /** A number that no port has becomes one that no packet has either. */
  private static int clamp(long number) {
    return number < 0 || number > LAST ? LAST + 1 : (int) number;
  }

  /** Whether it stands for one number, not for a name or a range. */
  public boolean isSingleNumber() {
    return name == null && low == high;
  }

  /** Whether a port of the connection's destination is among these. */
  Known matches(Endpoint destination, String wantedProtocol, int port) {
    if (!protocol.equals(wantedProtocol)) {
      return Known.NO;
    }
    if (name == null) {
      return Known.of(port >= low && port <= high);
    }
    return destination.portIs(name, protocol, port);
  }

  /** {@code TCP 80}, {@code TCP 8000-8100}, {@code UDP dns}, {@code TCP} for all of a protocol. */
  @Override
  public String toString() {
    if (name != null) {
      return protocol + " " + name;
    }
    if (low == 1 && high == LAST) {
      return protocol;
    }
    return protocol + " " + (low == high ? Integer.toString(low) : low + "-" + high);
  }
}
