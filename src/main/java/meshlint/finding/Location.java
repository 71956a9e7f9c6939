package meshlint.finding;

import meshlint.source.Span;

/**
 * Where a finding points.
 *
 * @param span the text it points at
 * @param path the field it points at, such as {@code spec.ports[0].targetPort}; empty for a place
 *     that is no field of an object
 */
public record Location(Span span, String path) {}
