package meshlint.mesh;

import java.util.List;
import meshlint.graph.Workload;
import meshlint.manifest.Place;

/**
 * A condition of an AuthorizationPolicy on who the client is, where the server never sees that.
 *
 * @param field the condition
 * @param place where it stands; that of one value where only those whom it names are not seen
 * @param client the value that names clients outside of the mesh; empty where nobody is seen
 * @param server a workload that the policy holds for
 * @param everywhere for a condition, whether it is so on all workloads that the policy holds for;
 *     for clients outside of the mesh, whether the server refuses their plaintext anyway
 * @param reason why, as a clause
 * @param evidence the places that it rests on, the decisive one first
 */
public record AuthzUnseen(
    AuthzField field,
    Place place,
    String client,
    Workload server,
    boolean everywhere,
    String reason,
    List<Place> evidence) {
  /** Copies the evidence. */
  public AuthzUnseen {
    evidence = List.copyOf(evidence);
  }
}
