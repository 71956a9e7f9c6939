package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * The workloads that an object of Istio holds for.
 *
 * @param object the object
 * @param scope how far it reaches
 * @param selector the pods it selects; null where it selects by namespace
 * @param place where the selector stands; the object's name where it has none
 * @param workloads the workloads it holds for; for {@link Scope#TARGETS} none
 * @param matches whether it holds for any workload; unknown where the input does not show them all
 * @param reason how far it reaches, as a clause
 */
public record Attachment(
    KubeObject object,
    Scope scope,
    @Nullable LabelSelector selector,
    Place place,
    List<Workload> workloads,
    Known matches,
    String reason) {
  /** Copies the workloads. */
  public Attachment {
    workloads = List.copyOf(workloads);
  }

  /** How far an object of Istio reaches. */
  public enum Scope {
    /** All workloads of the mesh. */
    MESH,
    /** All workloads of its namespace. */
    NAMESPACE,
    /** The workloads it selects in its namespace. */
    WORKLOADS,
    /** The workloads it selects in all namespaces. */
    WORKLOADS_EVERYWHERE,
    /** The objects it names in {@code targetRefs}. */
    TARGETS,
    /** Nobody: it is in a place where its selector is not read. */
    NOBODY,
    /** It is not about workloads, or is limited to none. */
    NONE
  }
}
