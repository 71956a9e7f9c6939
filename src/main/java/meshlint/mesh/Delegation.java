package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A route of a VirtualService that leaves the routing to another VirtualService
 * (pilot/pkg/model/virtualservice_controller.go).
 *
 * @param object the VirtualService
 * @param route index of the route in {@code http}
 * @param place where the delegate is named
 * @param namespace namespace of the delegate
 * @param name name of the delegate
 * @param delegate the delegate; null where the input does not have it
 * @param state whether it works; where it does not, Istio drops the route without a word
 */
public record Delegation(
    KubeObject object,
    int route,
    Place place,
    String namespace,
    String name,
    @Nullable KubeObject delegate,
    State state) {
  /** Whether a delegation works. */
  public enum State {
    /** It does. */
    FINE,
    /** There is no such VirtualService. */
    MISSING,
    /** Whether there is one is not decided by the input. */
    UNKNOWN,
    /** The delegate has hosts, so it is a root itself. */
    HAS_HOSTS,
    /** The delegate delegates on, which is one level too many. */
    DELEGATES_ON,
    /** The delegate is not exported to the namespace of the root. */
    NOT_EXPORTED,
    /** The route also routes or redirects, which it may not. */
    ROUTES_ITSELF,
    /** The VirtualService has no hosts, so it is a delegate itself. */
    ROOT_WITHOUT_HOSTS
  }
}
