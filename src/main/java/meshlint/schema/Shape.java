package meshlint.schema;

/** What a value of a manifest may be, as far as an expression that reads it cares. */
public enum Shape {
  /** A mapping with fields of its own; see {@link FieldType#field}. */
  OBJECT,
  /** A mapping from free keys to values of one type; see {@link FieldType#element}. */
  MAP,
  /** A list; see {@link FieldType#element}. */
  LIST,
  /** A string. */
  STRING,
  /** A whole number. */
  INT,
  /** A number that may have a fraction. */
  DOUBLE,
  /** A boolean. */
  BOOL,
  /**
   * A whole number or a string, such as {@code targetPort}; a quantity, such as {@code 500m}, too.
   */
  INT_OR_STRING,
  /** Anything: the schema leaves it open. */
  ANY
}
