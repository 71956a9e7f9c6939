package meshlint.report;

import meshlint.finding.RelatedLocation;

/** Related places in words, for formats that have no field for them. */
final class RelatedText {
  private RelatedText() {}

  /** {@code file:line:column: Kind namespace/name: label}. */
  static String line(RelatedLocation related) {
    return related.location().span() + ": " + what(related);
  }

  /** {@code Kind namespace/name: label}, or what there is of it. */
  static String what(RelatedLocation related) {
    String object = related.object() == null ? "" : related.object().toString();
    if (object.isEmpty()) {
      return related.label();
    }
    if (related.label().isEmpty() || related.label().startsWith(object)) {
      return related.label().isEmpty() ? object : related.label();
    }
    return object + ": " + related.label();
  }
}
