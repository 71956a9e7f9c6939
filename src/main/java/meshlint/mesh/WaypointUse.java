package meshlint.mesh;

import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A label {@code istio.io/use-waypoint} that names a waypoint.
 *
 * @param object the object with the label, on itself or on its pod template
 * @param place where the label stands
 * @param namespace the namespace it means
 * @param name the name it names
 * @param waypoint the Gateway of that name; null where the input has none
 * @param exists whether there is such a Gateway
 * @param problem why that Gateway is no waypoint for the object, as a clause; empty where it may be
 *     one
 * @param problemPlace what shows the problem; null where there is none
 */
public record WaypointUse(
    KubeObject object,
    Place place,
    String namespace,
    String name,
    @Nullable KubeObject waypoint,
    Known exists,
    String problem,
    @Nullable Place problemPlace) {}
