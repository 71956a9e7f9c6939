package meshlint.graph;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A path that an Ingress leads to a Service.
 *
 * @param ingress the Ingress
 * @param url host and path, such as {@code shop.example.com/cart}; {@code *} where it has no host
 * @param service the Service's name
 * @param place where the path stands; its backend where it names none
 * @param hostWritten whether it has a host
 * @param classWritten whether the manifests say which class the Ingress is of
 * @param earlier the one that stands first in the input among those of the same class, host, path
 *     and pathType that lead elsewhere; null where there is none before this one
 */
public record IngressPath(
    KubeObject ingress,
    String url,
    String service,
    Place place,
    boolean hostWritten,
    boolean classWritten,
    @Nullable IngressPath earlier) {}
