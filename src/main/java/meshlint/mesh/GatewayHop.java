package meshlint.mesh;

import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A route that leads sidecars' traffic to a gateway, as to an egress gateway, which does not pass
 * it on.
 *
 * @param object the VirtualService
 * @param place where its route names the gateway's Service
 * @param host the host that clients ask for
 * @param service the Service of the gateway
 * @param workload the gateway's workload
 * @param gateway a Gateway that serves the host there; null where none does
 * @param state what is missing
 */
public record GatewayHop(
    KubeObject object,
    Place place,
    String host,
    MeshService service,
    Workload workload,
    @Nullable KubeObject gateway,
    State state) {
  /** What keeps the traffic from going on. */
  public enum State {
    /** No Gateway on these pods serves the host. */
    NOT_SERVED,
    /** A Gateway serves the host, and no VirtualService has routes for it there. */
    NO_ROUTE,
    /** The routes for the host there lead to the same gateway again. */
    LOOP
  }
}
