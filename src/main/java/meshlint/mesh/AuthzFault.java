package meshlint.mesh;

import meshlint.manifest.Place;

/**
 * Something wrong in an AuthorizationPolicy.
 *
 * @param place where it stands
 * @param reason what is wrong, as a clause
 */
public record AuthzFault(Place place, String reason) {}
