package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * An object that a route of the Gateway API wants to attach to.
 *
 * @param route the route
 * @param kind the kind it names, such as {@code Gateway}
 * @param namespace the namespace it means
 * @param name the name it names
 * @param place the field that keeps it from attaching, else where the name stands
 * @param parent the object; null where the input has none
 * @param exists whether there is such an object
 * @param attached whether the parent takes the route; unknown where the parent is no Gateway of the
 *     input or it rests on labels that the input does not show
 * @param reason why it is not attached, as a clause; empty where it is or may be
 * @param evidence the places in the parent that the reason rests on
 */
public record RouteParent(
    KubeObject route,
    String kind,
    String namespace,
    String name,
    Place place,
    @Nullable KubeObject parent,
    Known exists,
    Known attached,
    String reason,
    List<Place> evidence) {
  /** Copies the evidence. */
  public RouteParent {
    evidence = List.copyOf(evidence);
  }
}
