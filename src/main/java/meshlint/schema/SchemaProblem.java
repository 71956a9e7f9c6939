package meshlint.schema;

import java.util.Set;
import meshlint.manifest.Place;
import meshlint.manifest.Problem;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Something that the schema of an object's kind does not allow. It becomes a finding of the rule
 * with its code.
 *
 * @param code rule id, such as {@code field-unknown}
 * @param message one sentence, without a full stop
 * @param hint what to write; null where that is not known
 * @param place the offending key or value; of a missing field, what it is missing in
 */
public record SchemaProblem(String code, String message, @Nullable String hint, Place place)
    implements Problem {
  /** A field that the schema does not name. */
  public static final String FIELD_UNKNOWN = "field-unknown";

  /** A field that belongs elsewhere in the object. */
  public static final String FIELD_MISPLACED = "field-misplaced";

  /** A required field that is absent. */
  public static final String FIELD_MISSING = "field-missing";

  /** Fields that must not stand together. */
  public static final String FIELDS_EXCLUSIVE = "fields-exclusive";

  /** A field that only newer releases have. */
  public static final String FIELD_TOO_NEW = "field-too-new";

  /** A field that only older releases have. */
  public static final String FIELD_REMOVED = "field-removed";

  /** A string where a number belongs, and the like. */
  public static final String VALUE_TYPE = "value-type-wrong";

  /** A value that is none of the allowed ones. */
  public static final String VALUE_NOT_ALLOWED = "value-not-allowed";

  /** A number, length or count outside its bounds. */
  public static final String VALUE_OUT_OF_BOUNDS = "value-out-of-bounds";

  /** A text that has not the form it must have. */
  public static final String VALUE_MALFORMED = "value-malformed";

  /** A value that a rule of the CustomResourceDefinition refuses. */
  public static final String VALUE_REFUSED = "value-refused";

  /** A list with two items that count as one. */
  public static final String ITEM_DUPLICATE = "item-duplicate";

  /** An API version that the cluster no longer has. */
  public static final String API_VERSION_REMOVED = "api-version-removed";

  /** An API version that a later release removes. */
  public static final String API_VERSION_DEPRECATED = "api-version-deprecated";

  /** An API version that the cluster does not have yet. */
  public static final String API_VERSION_TOO_NEW = "api-version-too-new";

  /** An API version that no release has. */
  public static final String API_VERSION_UNKNOWN = "api-version-unknown";

  /** A kind that its API group does not have. */
  public static final String KIND_UNKNOWN = "kind-unknown";

  /** Every code. */
  public static final Set<String> CODES =
      Set.of(
          FIELD_UNKNOWN,
          FIELD_MISPLACED,
          FIELD_MISSING,
          FIELDS_EXCLUSIVE,
          FIELD_TOO_NEW,
          FIELD_REMOVED,
          VALUE_TYPE,
          VALUE_NOT_ALLOWED,
          VALUE_OUT_OF_BOUNDS,
          VALUE_MALFORMED,
          VALUE_REFUSED,
          ITEM_DUPLICATE,
          API_VERSION_REMOVED,
          API_VERSION_DEPRECATED,
          API_VERSION_TOO_NEW,
          API_VERSION_UNKNOWN,
          KIND_UNKNOWN);

  @Override
  public Span span() {
    return place.span();
  }
}
