package meshlint.mesh;

import meshlint.manifest.Place;

/**
 * A match of a VirtualService's route, or a whole route, that earlier routes leave nothing for: the
 * first route that matches is taken.
 *
 * @param protocol the list it stands in: {@code http}, {@code tls} or {@code tcp}
 * @param route index of the route
 * @param match index of the match; -1 for the whole route
 * @param place where it stands
 * @param by index of the route that takes what it would
 * @param byPlace where that stands
 * @param identical whether the earlier match is the same one, not a wider one
 */
public record RouteShadow(
    String protocol, int route, int match, Place place, int by, Place byPlace, boolean identical) {
  /** Whether the whole route is never used. */
  public boolean isWholeRoute() {
    return match < 0;
  }
}
