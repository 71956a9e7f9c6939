package meshlint.manifest;

import meshlint.finding.Location;
import meshlint.source.Span;

/**
 * A place in an object: the evidence of a fact, or where a finding points.
 *
 * @param object the object
 * @param path the field in it
 * @param span the text that shows the field: a scalar's value, the key of a mapping or list
 */
public record Place(KubeObject object, FieldPath path, Span span) {
  /** The place as a finding carries it. */
  public Location location() {
    return new Location(span, path.toString());
  }

  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return span.toString();
  }
}
