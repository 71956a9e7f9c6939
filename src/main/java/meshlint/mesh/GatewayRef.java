package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that a VirtualService names.
 *
 * @param object the VirtualService
 * @param written the name as written
 * @param place where it stands
 * @param inMatch whether it stands in a route's match rather than in {@code spec.gateways}
 * @param bound whether {@code spec.gateways} has it, without which a match on it never holds
 * @param kind what the name means
 * @param namespace namespace of the gateway; empty for the mesh
 * @param name name of the gateway; {@code mesh} for the mesh
 * @param gateway the Gateway; null where the input does not have it
 * @param exists whether it is there
 * @param similar Gateways of that name in other namespaces, or with a similar name in this one, as
 *     {@code namespace/name}
 */
public record GatewayRef(
    KubeObject object,
    String written,
    Place place,
    boolean inMatch,
    boolean bound,
    Kind kind,
    String namespace,
    String name,
    @Nullable KubeObject gateway,
    Known exists,
    List<String> similar) {
  /** Copies the list. */
  public GatewayRef {
    similar = List.copyOf(similar);
  }

  /** What a gateway's name means. */
  public enum Kind {
    /** {@code mesh}: all sidecars. */
    MESH,
    /** A Gateway of Istio. */
    GATEWAY,
    /** A Gateway of the Gateway API by its own name, which a VirtualService cannot bind to. */
    KUBERNETES_GATEWAY,
    /** The Gateway that Istio makes internally for one of the Gateway API. */
    INTERNAL
  }

  /** Whether the name has the old dotted form, {@code name.namespace.svc.cluster.local}. */
  public boolean isDotted() {
    return kind != Kind.MESH && written.indexOf('/') < 0 && written.indexOf('.') >= 0;
  }
}
