package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Where a route of a VirtualService leads.
 *
 * @param object the VirtualService
 * @param kind which kind of route
 * @param node the mapping with {@code host}, {@code port}, {@code subset}
 * @param written the host as written
 * @param host the full name that Istio takes it for
 * @param port the Service's port; null where it is not given
 * @param subset the subset; null where none is given
 */
public record Destination(
    KubeObject object,
    Kind kind,
    MapNode node,
    String written,
    String host,
    @Nullable Integer port,
    @Nullable String subset) {
  /** Which kind of route a destination stands in. */
  public enum Kind {
    /** {@code http[].route}. */
    HTTP,
    /** {@code http[].mirror} or {@code mirrors}. */
    MIRROR,
    /** {@code tls[].route}. */
    TLS,
    /** {@code tcp[].route}. */
    TCP
  }

  /** Where a field of it stands; the destination where it is not set. */
  public Place place(String field) {
    return node.placeOf(field);
  }
}
