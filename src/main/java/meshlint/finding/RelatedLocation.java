package meshlint.finding;

import org.jspecify.annotations.Nullable;

/**
 * Another place that takes part in a finding: the other end of a relation.
 *
 * @param label what this place says, short, such as {@code the container listens here}
 * @param object the object it lies in; null for a place that is in no object
 * @param location where it is
 */
public record RelatedLocation(String label, @Nullable ObjectRef object, Location location) {}
