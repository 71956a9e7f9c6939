package meshlint.mesh;

import meshlint.graph.Known;
import meshlint.manifest.Place;

/**
 * An identity in an AuthorizationPolicy.
 *
 * @param field the field it stands in
 * @param place where it stands
 * @param written the identity as written
 * @param problem what is wrong with it
 * @param exists whether there is anybody of that identity
 * @param reason why not, as a clause; empty where nothing is wrong
 */
public record AuthzIdentity(
    AuthzField field, Place place, String written, Problem problem, Known exists, String reason) {
  /** What is wrong with an identity. */
  public enum Problem {
    /** Nothing that the input shows. */
    NONE,
    /** It has the form of a SPIFFE URI, which is never compared with. */
    SPIFFE_URI,
    /** It has not the form {@code trust-domain/ns/namespace/sa/service-account}. */
    MALFORMED,
    /** The trust domain is neither the mesh's nor an alias of it. */
    TRUST_DOMAIN,
    /** There is no such namespace. */
    NAMESPACE,
    /** There is no such ServiceAccount, and no workload has it. */
    SERVICE_ACCOUNT
  }
}
