package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A host that two VirtualServices route at the same gateway. For sidecars only the oldest counts;
 * at a gateway their routes are put together in an order that nobody chose.
 *
 * @param object the one
 * @param place where it has the host
 * @param host the full name
 * @param gateway the gateway as {@code namespace/name}, or {@code mesh}
 * @param other the other
 * @param otherPlace where that has the host
 */
public record SharedHost(
    KubeObject object,
    Place place,
    String host,
    String gateway,
    KubeObject other,
    Place otherPlace) {}
