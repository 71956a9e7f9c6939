package meshlint.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import meshlint.source.Regex;
import org.jspecify.annotations.Nullable;

/** What texts and numbers must look like. */
public final class Formats {
  private static final Map<String, Optional<Pattern>> PATTERNS = new ConcurrentHashMap<>();

  private Formats() {}

  /**
   * Whether a text has what a pattern asks for. Patterns are Go's, which RE2 reads; one that it
   * does not read matches all.
   */
  static boolean matches(String text, String pattern) {
    Optional<Pattern> compiled =
        PATTERNS.computeIfAbsent(
            pattern,
            p -> {
              try {
                return Optional.of(Regex.compile(p));
              } catch (PatternSyntaxException e) {
                return Optional.empty();
              }
            });
    return compiled.isEmpty() || compiled.get().matcher(text).find();
  }

  /** What is wrong with a text of a format; null where it is well or the format is unknown. */
  static @Nullable String complaint(String text, String format) {
    return switch (format) {
      case "date-time" -> isDateTime(text) ? null : "is no time such as 2030-01-31T12:00:00Z";
      case "byte" -> isBase64(text) ? null : "is not encoded in base64";
      case "ipv4" -> isIpv4(text) ? null : "is no IPv4 address";
      case "ipv6" -> text.indexOf(':') >= 0 && isIp(text) ? null : "is no IPv6 address";
      case "cidr" -> isCidr(text) ? null : "is no range of addresses such as 10.0.0.0/8";
      default -> null;
    };
  }

  private static boolean isDateTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}");

  private static boolean isIpv4(String text) {
    return !text.endsWith(".") && IPV4.matcher(text).matches();
  }

  /** Whether a text is an IP address, of either version. */
  public static boolean isIp(String text) {
    if (isIpv4(text)) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789abcdefABCDEF:.".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    if (text.indexOf(':') < 0) {
      return false;
    }
    try {
      // With a colon and these characters it is never looked up as a name.
      return InetAddress.getByName(text).getHostAddress() != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether a text is a range of addresses, of either version. */
  public static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !isIp(text.substring(0, slash))) {
      return false;
    }
    String bits = text.substring(slash + 1);
    boolean digits =
        !bits.isEmpty() && bits.length() < 4 && bits.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && Integer.parseInt(bits) <= (text.indexOf(':') < 0 ? 32 : 128);
  }

  /** Whether a range of addresses is a part of another one and smaller. */
  static boolean isInside(String inner, String outer) {
    int innerBits = Integer.parseInt(inner.substring(inner.indexOf('/') + 1));
    int outerBits = Integer.parseInt(outer.substring(outer.indexOf('/') + 1));
    byte[] a = bytes(inner.substring(0, inner.indexOf('/')));
    byte[] b = bytes(outer.substring(0, outer.indexOf('/')));
    return innerBits > outerBits && contains(b, outerBits, a);
  }

  /**
   * Whether a range of addresses contains an address.
   *
   * @param range an address of the range, as bytes
   * @param bits how many of its bits all addresses of the range share
   */
  public static boolean contains(byte[] range, int bits, byte[] address) {
    int shift = range.length * Byte.SIZE - bits;
    return range.length == address.length
        && new BigInteger(1, range)
            .shiftRight(shift)
            .equals(new BigInteger(1, address).shiftRight(shift));
  }

  private static byte[] bytes(String address) {
    try {
      // The text is an address: nothing is looked up.
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  /** Go's standard encoding: padded, line breaks ignored. */
  private static boolean isBase64(String text) {
    String bare = text.replace("\n", "").replace("\r", "");
    if (bare.length() % 4 != 0) {
      return false;
    }
    try {
      Base64.getDecoder().decode(bare);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a text is a quantity as {@code resource.ParseQuantity} reads it: a decimal number with
   * a binary or decimal suffix or an exponent.
   */
  public static boolean isQuantity(String text) {
    int at = 0;
    int n = text.length();
    if (at < n && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    int digits = 0;
    boolean dot = false;
    while (at < n) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !dot) {
        dot = true;
      } else {
        break;
      }
      at++;
    }
    return digits > 0 && isSuffix(text.substring(at));
  }

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  /** The number that a text means that {@link #isQuantity}. */
  public static BigDecimal quantity(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(text.substring(end));
    String number = text.substring(0, end);
    // Without a suffix of its own it is a plain number or one with an exponent.
    return factor == null ? new BigDecimal(text) : new BigDecimal(number).multiply(factor);
  }

  private static boolean isSuffix(String suffix) {
    switch (suffix) {
      case "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" -> {
        return true;
      }
      default -> {
        // An exponent.
        if (suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E') {
          return false;
        }
        int from = suffix.length() > 1 && "+-".indexOf(suffix.charAt(1)) >= 0 ? 2 : 1;
        if (from == suffix.length()) {
          return false;
        }
        for (int i = from; i < suffix.length(); i++) {
          if (suffix.charAt(i) < '0' || suffix.charAt(i) > '9') {
            return false;
          }
        }
        return true;
      }
    }
  }

  /**
   * Whether a text stands for a value that something fills in before the cluster sees it: {@code
   * ${PORT}}, {@code {{ .Values.port }}}, {@code <your-host>}, {@code __IMAGE__}, {@code $PORT}.
   */
  static boolean isPlaceholder(String text) {
    int n = text.length();
    if (n < 2) {
      return false;
    }
    if (text.contains("${") || text.contains("{{") || text.contains("$(")) {
      return true;
    }
    char first = text.charAt(0);
    char last = text.charAt(n - 1);
    return (first == '<' && last == '>')
        || (first == '%' && last == '%')
        || (first == '@' && last == '@')
        || (first == '[' && last == ']')
        || (first == '{' && last == '}')
        || (text.startsWith("__") && text.endsWith("__"))
        || (first == '$' && Character.isLetter(text.charAt(1)))
        || text.startsWith("PLACEHOLDER")
        || text.startsWith("REPLACE_")
        || text.startsWith("YOUR_");
  }
}
