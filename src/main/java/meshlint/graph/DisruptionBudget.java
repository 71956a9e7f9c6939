package meshlint.graph;

import java.util.List;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a PodDisruptionBudget allows.
 *
 * @param object the object
 * @param workloads the workloads whose pods it selects, in input order
 * @param pods how many pods these ask for at least; an autoscaler's minimum where there is one
 * @param podsWritten whether the manifests say how many, rather than leaving it at the default
 * @param evictable how many of them may be evicted while all are healthy; null where the budget
 *     does not say or selects nothing
 */
public record DisruptionBudget(
    KubeObject object,
    List<Workload> workloads,
    long pods,
    boolean podsWritten,
    @Nullable Long evictable) {
  /** Copies the workloads. */
  public DisruptionBudget {
    workloads = List.copyOf(workloads);
  }

  /** Where {@code maxUnavailable} or {@code minAvailable} stands. */
  public Place limitPlace() {
    MapNode spec = object.spec();
    boolean unavailable = spec != null && spec.containsKey("maxUnavailable");
    return object.place("spec", unavailable ? "maxUnavailable" : "minAvailable");
  }
}
