package meshlint.mesh;

import java.util.List;

/**
 * Two servers on the same gateway pods that get in each other's way.
 *
 * @param server the one
 * @param other the other
 * @param hosts the hosts that both want, as the one writes them
 */
public record ServerConflict(GatewayServer server, GatewayServer other, List<String> hosts) {
  /** Copies the hosts. */
  public ServerConflict {
    hosts = List.copyOf(hosts);
  }
}
