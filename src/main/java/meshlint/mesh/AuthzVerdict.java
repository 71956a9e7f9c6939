package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What the AuthorizationPolicies of a server say to a client.
 *
 * @param allowed whether it may connect; unknown where that depends on the request
 * @param policy the policy that decides; null where none does
 * @param field of the rule that comes nearest to allowing it, the condition that it misses; null
 *     where that is no single one
 * @param http whether a refusal is an HTTP 403 rather than a closed connection
 * @param reason what decides, as a clause
 * @param evidence the places that decide, the decisive one first
 */
public record AuthzVerdict(
    Known allowed,
    @Nullable KubeObject policy,
    @Nullable AuthzField field,
    boolean http,
    String reason,
    List<Place> evidence) {
  /** Copies the evidence. */
  public AuthzVerdict {
    evidence = List.copyOf(evidence);
  }
}
