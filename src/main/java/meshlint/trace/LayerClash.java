package meshlint.trace;

import java.util.List;
import meshlint.graph.Workload;
import meshlint.manifest.Place;

/**
 * Something that one of AuthorizationPolicy and NetworkPolicy names and allows while the other
 * refuses it.
 *
 * @param place where it is allowed
 * @param clients the workloads that are allowed
 * @param server a workload that they are allowed to reach
 * @param refusal why they are refused, as a clause
 * @param evidence the places that refuse, at least one
 */
public record LayerClash(
    Place place, List<Workload> clients, Workload server, String refusal, List<Place> evidence) {
  /** Copies the lists. */
  public LayerClash {
    clients = List.copyOf(clients);
    evidence = List.copyOf(evidence);
  }
}
