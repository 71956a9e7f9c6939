package meshlint.network;

import java.util.List;

/**
 * What one end may send to another.
 *
 * @param source {@code namespace/name[Kind]}, a range of addresses, or {@link
 *     Connectivity#INGRESS_CONTROLLER}
 * @param destination {@code namespace/name[Kind]} or a range of addresses
 * @param ports the ports of the destination; empty only where it was asked for all the same
 * @param reasons why, where it was asked for
 */
public record Connection(
    String source, String destination, PortSet ports, List<Connectivity.Reason> reasons) {
  /** Copies the reasons. */
  public Connection {
    reasons = List.copyOf(reasons);
  }
}
