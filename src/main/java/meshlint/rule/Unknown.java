package meshlint.rule;

/**
 * The value of an expression that the input does not decide. It spreads as CEL's unknown values do:
 * everything computed from it is unknown, except where {@code &&}, {@code ||} or {@code ?:} are
 * decided by their other parts.
 */
enum Unknown {
  /** The one value. */
  UNKNOWN
}
