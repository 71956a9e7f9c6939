package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A host of a VirtualService under a wildcard of another one, with another audience.
 *
 * @param object the VirtualService
 * @param written the host as written
 * @param host its full name
 * @param place where it stands
 * @param other the VirtualService with the wildcard
 * @param otherPlace where the wildcard stands
 * @param wildcard the wildcard
 */
public record WildcardRival(
    KubeObject object,
    String written,
    String host,
    Place place,
    KubeObject other,
    Place otherPlace,
    String wildcard) {}
