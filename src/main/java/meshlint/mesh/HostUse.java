package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A host written in an object of Istio.
 *
 * @param object the object
 * @param role what the host is for
 * @param written the host as written
 * @param place where it stands
 * @param lookup what it stands for
 * @param port the Service's port that is named with it; null for none
 * @param subset the subset that is named with it; null for none
 */
public record HostUse(
    KubeObject object,
    Role role,
    String written,
    Place place,
    HostLookup lookup,
    @Nullable Integer port,
    @Nullable String subset) {
  /** What a host is for. */
  public enum Role {
    /** {@code VirtualService.spec.hosts}: what clients ask for. */
    ROUTED,
    /** A destination of a VirtualService's route. */
    DESTINATION,
    /** A destination that gets copies of requests. */
    MIRROR,
    /** {@code DestinationRule.spec.host}. */
    RULE,
    /** {@code ServiceEntry.spec.hosts}: a host that it adds. */
    ADDED,
    /** A host of a Sidecar's egress list, without the namespace before it. */
    IMPORTED
  }
}
