package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A TCP port of a ServiceEntry without an address that another ServiceEntry without one has too:
 * proxies have one listener for both, on the port of all addresses, and it leads to one of them
 * (pilot/pkg/networking/core/listener.go).
 *
 * @param object the ServiceEntry
 * @param host its first host
 * @param port the port's number
 * @param portPlace where the port stands
 * @param other the other ServiceEntry
 * @param otherHost the other's first host
 * @param otherPlace where the other's port stands
 * @param passthrough whether one of the two goes to whatever address the client dialled
 */
public record TcpEntryRival(
    KubeObject object,
    String host,
    int port,
    Place portPlace,
    KubeObject other,
    String otherHost,
    Place otherPlace,
    boolean passthrough) {}
