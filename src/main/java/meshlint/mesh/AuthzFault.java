package meshlint.mesh;

import meshlint.manifest.Place;

/**
 * Something in an AuthorizationPolicy for which istiod's webhook refuses it.
 *
 * @param place where it stands
 * @param reason what is wrong, as a clause
 */
public record AuthzFault(Place place, String reason) {}
