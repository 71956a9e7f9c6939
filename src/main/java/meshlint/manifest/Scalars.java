package meshlint.manifest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What scalars of a manifest mean to Kubernetes, which reads YAML with sigs.k8s.io/yaml: YAML 1.1
 * as go-yaml v2 understands it ({@code resolve.go}), then turned into JSON.
 */
final class Scalars {
  static final String LONG_TAG = "tag:yaml.org,2002:";

  private static final Map<String, Object> WORDS = new HashMap<>();
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  // Go's ParseFloat takes underscores between digits; go-yaml lets it see only numbers that start
  // so.
  private static final Pattern FRACTION =
      Pattern.compile("\\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?");

  private static final Pattern TIMESTAMP =
      Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");

  static {
    put(true, "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    put(false, "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    put(Double.NaN, ".nan", ".NaN", ".NAN");
    put(Double.POSITIVE_INFINITY, ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
    put(Double.NEGATIVE_INFINITY, "-.inf", "-.Inf", "-.INF");
  }

  private static void put(Object value, String... words) {
    for (String word : words) {
      WORDS.put(word, value);
    }
  }

  private Scalars() {}

  /** A tag that does not fit its scalar, such as {@code !!int abc}. */
  static final class TagException extends Exception {
    private static final long serialVersionUID = 1;

    TagException(String message) {
      super(message);
    }
  }

  /** A plain scalar without a tag: String, Long, Double, Boolean or null. */
  static @Nullable Object resolve(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return switch (text.charAt(0)) {
      case '~' -> text.length() == 1 ? null : text;
      case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O' -> word(text);
      case '.', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numeric(text);
      default -> text;
    };
  }

  private static @Nullable Object word(String text) {
    if (text.length() > 5) {
      return text;
    }
    if (text.equals("null") || text.equals("Null") || text.equals("NULL")) {
      return null;
    }
    Object known = WORDS.get(text);
    return known == null ? text : known;
  }

  private static Object numeric(String text) {
    Object special = WORDS.get(text);
    if (special != null) {
      return special;
    }
    // Anything longer is no number that Kubernetes could keep, and not worth the regex.
    if (text.length() > 400) {
      return text;
    }
    if (text.charAt(0) == '.' && !FRACTION.matcher(text).matches()) {
      return text;
    }
    String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
    Object whole = parseInteger(plain);
    if (whole != null) {
      return whole;
    }
    Double floating = parseFloat(plain);
    return floating == null ? text : number(floating);
  }

  /**
   * As Go's {@code strconv.ParseInt(s, 0, 64)}, then {@code ParseUint}: what only fits in 64
   * unsigned bits is a double here, since Kubernetes has no such field. Null for anything else.
   */
  private static @Nullable Object parseInteger(String text) {
    int i = 0;
    boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
    if (signed) {
      i = 1;
    }
    int radix = 10;
    if (i < text.length() && text.charAt(i) == '0' && i + 1 < text.length()) {
      char second = Character.toLowerCase(text.charAt(i + 1));
      radix = second == 'x' ? 16 : second == 'b' ? 2 : 8;
      i += second == 'x' || second == 'b' || second == 'o' ? 2 : 1;
    }
    if (i == text.length()) {
      return null;
    }
    for (int k = i; k < text.length(); k++) {
      char c = text.charAt(k);
      // Character.digit would take the digits of every script.
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return null;
      }
    }
    String digits = text.substring(i);
    try {
      return Long.parseLong(text.charAt(0) == '-' ? "-" + digits : digits, radix);
    } catch (NumberFormatException tooLong) {
      if (signed) {
        return null;
      }
      try {
        return new BigDecimal(Long.toUnsignedString(Long.parseUnsignedLong(digits, radix)))
            .doubleValue();
      } catch (NumberFormatException muchTooLong) {
        return null;
      }
    }
  }

  private static @Nullable Double parseFloat(String text) {
    if (!FLOAT.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    // Go reports an overflow as an error, and go-yaml then keeps the string.
    return Double.isInfinite(value) ? null : value;
  }

  /** Through JSON, a float without a fraction reaches Kubernetes as a whole number. */
  static Object number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 9e18) {
      return (long) value;
    }
    return value;
  }

  /** A scalar with an explicit tag, in short ({@code !!int}) or long form. */
  static @Nullable Object resolveTagged(String tag, String text) throws TagException {
    String name = tag.startsWith(LONG_TAG) ? tag.substring(LONG_TAG.length()) : "";
    return switch (name) {
      case "binary" -> binary(text);
      case "null", "bool", "int", "float", "timestamp" -> fitting(name, text);
      // !!str, and tags of its own, which mean nothing to Kubernetes.
      default -> text;
    };
  }

  private static String binary(String text) throws TagException {
    try {
      String packed = text.replace("\n", "").replace("\r", "");
      if (packed.length() % 4 != 0) {
        throw new TagException("the value tagged !!binary is not padded as base64 is");
      }
      byte[] bytes = Base64.getDecoder().decode(packed);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new TagException("the value tagged !!binary is not base64");
    }
  }

  private static @Nullable Object fitting(String name, String text) throws TagException {
    Object value = resolve(text);
    boolean fits =
        switch (name) {
          case "null" -> value == null;
          case "bool" -> value instanceof Boolean;
          case "int" -> isInteger(text);
          case "float" -> value instanceof Long || value instanceof Double;
          default -> TIMESTAMP.matcher(text).matches();
        };
    if (!fits) {
      throw new TagException("the value \"" + shortened(text) + "\" is no !!" + name);
    }
    return value;
  }

  /** The text that a mapping key becomes; null for a key that Kubernetes refuses. */
  static @Nullable String keyText(@Nullable Object key, String written) {
    if (key instanceof String || key instanceof Boolean) {
      return key.toString();
    }
    if (key instanceof Long whole && isInteger(written)) {
      return Long.toString(whole);
    }
    if (!(key instanceof Number number) || isInteger(written)) {
      return null;
    }
    // A float key goes through 32 bits (sigs.k8s.io/yaml, convertToJSONableObject).
    boolean minusZero = number.doubleValue() == 0 && written.startsWith("-");
    return minusZero ? "-0" : floatKey(number.floatValue());
  }

  private static boolean isInteger(String written) {
    String plain = written.replace("_", "");
    return !plain.isEmpty() && parseInteger(plain) != null;
  }

  /**
   * As Go's {@code strconv.FormatFloat(f, 'g', -1, 32)}: the fewest digits that give back the
   * value.
   */
  private static String floatKey(float value) {
    if (Float.isNaN(value)) {
      return ".nan";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 9; digits++) {
      shortest = exact.round(new MathContext(digits));
      if (shortest.floatValue() == value) {
        break;
      }
    }
    shortest = shortest.stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return shortest.toPlainString();
    }
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    String two = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return (shortest.signum() < 0 ? "-" : "") + mantissa + "e" + sign + two;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
