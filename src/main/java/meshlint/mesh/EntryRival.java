package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A port of a ServiceEntry's host that another ServiceEntry declares too, for the same clients.
 *
 * @param object the ServiceEntry that stands later in the input
 * @param host the host
 * @param port the port's number
 * @param protocol the protocol that this one says, in capitals
 * @param place where this one says it
 * @param other the earlier ServiceEntry
 * @param otherProtocol the protocol that the other says, in capitals
 * @param otherPlace where the other says it
 */
public record EntryRival(
    KubeObject object,
    String host,
    int port,
    String protocol,
    Place place,
    KubeObject other,
    String otherProtocol,
    Place otherPlace) {
  /** Whether the two say different protocols. */
  public boolean isConflict() {
    return !protocol.equals(otherProtocol);
  }
}
