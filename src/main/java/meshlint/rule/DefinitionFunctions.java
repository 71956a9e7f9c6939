package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.DOUBLE;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import meshlint.schema.Formats;
import meshlint.schema.NameForm;
import meshlint.source.Regex;
import org.jspecify.annotations.Nullable;

/**
 * The functions that Kubernetes gives to the CEL rules of CustomResourceDefinitions beyond CEL's
 * own: text, lists, regular expressions, URLs, addresses, quantities, durations and named formats.
 *
 * <p>They are one class with a switch, not a lambda each: most runs need few of them, and sixty
 * lambdas cost more to set up than a run takes to use them.
 */
final class DefinitionFunctions {
  /** A URL as {@code url()} reads it. */
  record Url(URI uri) {}

  /** A quantity such as {@code 500m}. */
  record Quantity(BigDecimal value) {}

  /** An address that {@code ip()} has read. */
  record Ip(InetAddress address) {}

  /** A range of addresses that {@code cidr()} has read. */
  record Range(InetAddress address, int bits) {}

  /** A named form of text, such as {@code dns1123Label}. */
  record Format(String name) {}

  /** What {@code format.NAME()} hangs on. */
  record Formatter() {}

  /** What {@code sets.contains()} and the like hang on. */
  record Sets() {}

  private static final FactType<Url> URL = FactType.of("URL", Url.class);
  private static final FactType<Quantity> QUANTITY = FactType.of("Quantity", Quantity.class);
  private static final FactType<Ip> IP = FactType.of("IP", Ip.class);
  private static final FactType<Range> RANGE = FactType.of("CIDR", Range.class);
  private static final FactType<Format> FORMAT = FactType.of("Format", Format.class);
  private static final FactType<Formatter> FORMATTER = FactType.of("Formatter", Formatter.class);
  private static final FactType<Sets> SETS = FactType.of("Sets", Sets.class);

  private static final Map<String, NameForm> FORMS =
      Map.of(
          "dns1123Label",
          NameForm.LABEL,
          "dns1123Subdomain",
          NameForm.SUBDOMAIN,
          "dns1035Label",
          NameForm.LABEL_1035,
          "qualifiedName",
          NameForm.QUALIFIED,
          "labelValue",
          NameForm.LABEL_VALUE);

  private DefinitionFunctions() {}

  /** Declares them. */
  static Catalogue catalogue() {
    Catalogue.Builder c = new Catalogue.Builder();
    FactType<?> texts = list(STRING);
    FactType<?> any = list(DYN);
    member(c, STRING, "split", texts, STRING);
    member(c, STRING, "split", texts, STRING, INT);
    member(c, STRING, "substring", STRING, INT);
    member(c, STRING, "substring", STRING, INT, INT);
    member(c, STRING, "indexOf", INT, STRING);
    member(c, STRING, "lastIndexOf", INT, STRING);
    member(c, STRING, "charAt", STRING, INT);
    member(c, STRING, "replace", STRING, STRING, STRING);
    member(c, STRING, "replace", STRING, STRING, STRING, INT);
    member(c, STRING, "trim", STRING);
    member(c, STRING, "lowerAscii", STRING);
    member(c, STRING, "upperAscii", STRING);
    member(c, STRING, "find", STRING, STRING);
    member(c, STRING, "findAll", texts, STRING);
    member(c, STRING, "findAll", texts, STRING, INT);
    global(c, "duration", INT, STRING);
    for (String part : List.of("getHours", "getMinutes", "getSeconds", "getMilliseconds")) {
      member(c, INT, part, INT);
    }
    member(c, any, "join", STRING);
    member(c, any, "join", STRING, STRING);
    member(c, any, "isSorted", BOOL);
    member(c, any, "sum", DYN);
    member(c, any, "max", DYN);
    member(c, any, "min", DYN);
    member(c, any, "indexOf", INT, DYN);
    member(c, any, "lastIndexOf", INT, DYN);
    c.type(SETS, "functions on lists as sets");
    c.variable("sets", SETS, "functions on lists as sets", facts -> new Sets());
    member(c, SETS, "contains", BOOL, any, any);
    member(c, SETS, "intersects", BOOL, any, any);
    member(c, SETS, "equivalent", BOOL, any, any);
    c.type(URL, "a URL");
    global(c, "isURL", BOOL, STRING);
    global(c, "url", URL, STRING);
    for (String part :
        List.of("getScheme", "getHost", "getHostname", "getPort", "getEscapedPath")) {
      member(c, URL, part, STRING);
    }
    c.type(IP, "an IP address");
    global(c, "isIP", BOOL, STRING);
    global(c, "ip", IP, STRING);
    member(c, IP, "family", INT);
    for (String kind :
        List.of(
            "isUnspecified",
            "isLoopback",
            "isLinkLocalMulticast",
            "isLinkLocalUnicast",
            "isGlobalUnicast")) {
      member(c, IP, kind, BOOL);
    }
    c.type(RANGE, "a range of addresses");
    global(c, "isCIDR", BOOL, STRING);
    global(c, "cidr", RANGE, STRING);
    member(c, RANGE, "containsIP", BOOL, DYN);
    member(c, RANGE, "containsCIDR", BOOL, DYN);
    member(c, RANGE, "ip", IP);
    member(c, RANGE, "prefixLength", INT);
    c.type(QUANTITY, "a quantity");
    global(c, "isQuantity", BOOL, STRING);
    global(c, "quantity", QUANTITY, STRING);
    member(c, QUANTITY, "compareTo", INT, QUANTITY);
    member(c, QUANTITY, "isGreaterThan", BOOL, QUANTITY);
    member(c, QUANTITY, "isLessThan", BOOL, QUANTITY);
    member(c, QUANTITY, "asInteger", INT);
    member(c, QUANTITY, "isInteger", BOOL);
    member(c, QUANTITY, "asApproximateFloat", DOUBLE);
    for (String operation : List.of("add", "sub")) {
      member(c, QUANTITY, operation, QUANTITY, QUANTITY);
      member(c, QUANTITY, operation, QUANTITY, INT);
    }
    member(c, QUANTITY, "sign", INT);
    c.type(FORMATTER, "the named formats");
    c.variable("format", FORMATTER, "the named formats", facts -> new Formatter());
    FORMS.keySet().forEach(name -> member(c, FORMATTER, name, FORMAT));
    c.type(FORMAT, "a named format");
    member(c, FORMAT, "validate", optional(list(STRING)), STRING);
    return Catalogue.of(c);
  }

  private static void member(
      Catalogue.Builder c,
      FactType<?> receiver,
      String name,
      FactType<?> result,
      FactType<?>... params) {
    c.add(name, receiver, params(params), result, "", "", new Function(name));
  }

  private static void global(
      Catalogue.Builder c, String name, FactType<?> result, FactType<?>... params) {
    c.add(name, null, params(params), result, "", "", new Function(name));
  }

  private static List<Catalogue.Param<?>> params(FactType<?>... types) {
    List<Catalogue.Param<?>> out = new ArrayList<>();
    for (FactType<?> type : types) {
      out.add(param("value", type));
    }
    return out;
  }

  /** What is behind a name. The checker has made sure of the types of the arguments. */
  private record Function(String name) implements Catalogue.Body {
    @Override
    public @Nullable Object call(Facts facts, Object[] args) {
      if (args[0] instanceof String text) {
        return ofText(name, text, args);
      } else if (args[0] instanceof List<?> items) {
        return ofList(name, items, args);
      } else if (args[0] instanceof Sets) {
        return ofSets(name, (List<?>) args[1], (List<?>) args[2]);
      } else if (args[0] instanceof Url url) {
        return ofUrl(name, url.uri);
      } else if (args[0] instanceof Quantity quantity) {
        return ofQuantity(name, quantity.value, args);
      } else if (args[0] instanceof Ip ip) {
        return ofIp(name, ip.address);
      } else if (args[0] instanceof Range range) {
        return ofRange(name, range, args);
      } else if (args[0] instanceof Number nanos) {
        return ofDuration(name, nanos.longValue());
      } else if (args[0] instanceof Format format) {
        return isOf(format.name, (String) args[1]) ? null : List.of("not of " + format.name);
      }
      return new Format(name);
    }
  }

  // --- text ------------------------------------------------------------------------

  private static Object ofText(String name, String in, Object[] args) {
    return switch (name) {
      case "split" -> split(in, (String) args[1], args.length > 2 ? (Long) args[2] : -1);
      case "substring" -> cut(in, (Long) args[1], args.length > 2 ? (Long) args[2] : length(in));
      case "indexOf" -> index(in, in.indexOf((String) args[1]));
      case "lastIndexOf" -> index(in, in.lastIndexOf((String) args[1]));
      case "charAt" ->
          (Long) args[1] == length(in) ? "" : cut(in, (Long) args[1], (Long) args[1] + 1);
      case "replace" ->
          replace(in, (String) args[1], (String) args[2], args.length > 3 ? (Long) args[3] : -1);
      case "trim" -> in.strip();
      case "lowerAscii" -> in.toLowerCase(Locale.ROOT);
      case "upperAscii" -> in.toUpperCase(Locale.ROOT);
      case "find" -> find(in, (String) args[1], 1).stream().findFirst().orElse("");
      case "findAll" ->
          find(
              in,
              (String) args[1],
              args.length > 2 && (Long) args[2] >= 0
                  ? (int) Math.min((Long) args[2], Integer.MAX_VALUE)
                  : Integer.MAX_VALUE);
      case "duration" -> duration(in);
      case "isURL" -> url(in) != null;
      case "url" -> orFail(url(in), "no URL: ", in);
      case "isIP" -> Formats.isIp(in);
      case "ip" -> orFail(Formats.isIp(in) ? new Ip(address(in)) : null, "no IP address: ", in);
      case "cidr" -> orFail(range(in), "no range of addresses: ", in);
      case "isCIDR" -> Formats.isCidr(in);
      case "isQuantity" -> Formats.isQuantity(in);
      case "quantity" ->
          orFail(
              Formats.isQuantity(in) ? new Quantity(Formats.quantity(in)) : null,
              "no quantity: ",
              in);
      default -> throw missing(name);
    };
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("declared without a body: " + name);
  }

  private static Object orFail(@Nullable Object made, String complaint, String text) {
    if (made == null) {
      throw EvaluationException.ofInput(complaint + text);
    }
    return made;
  }

  private static long length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static long index(String text, int at) {
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static String cut(String text, long from, long to) {
    if (from < 0 || to < from || to > length(text)) {
      throw new EvaluationException("a text has no part from " + from + " to " + to);
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return text.substring(start, text.offsetByCodePoints(start, (int) (to - from)));
  }

  private static List<String> find(String text, String pattern, int most) {
    List<String> out = new ArrayList<>();
    try {
      Matcher matcher = Regex.compile(pattern).matcher(text);
      while (out.size() < most && matcher.find()) {
        out.add(matcher.group());
      }
    } catch (PatternSyntaxException e) {
      throw new EvaluationException("no regular expression: " + e.getDescription());
    }
    return out;
  }

  /** Nanoseconds; rules only compare durations with one another. */
  private static Long duration(String written) {
    boolean negative = written.startsWith("-");
    String bare = negative || written.startsWith("+") ? written.substring(1) : written;
    double nanos = 0;
    int at = 0;
    while (at < bare.length()) {
      int end = at;
      while (end < bare.length() && "0123456789.".indexOf(bare.charAt(end)) >= 0) {
        end++;
      }
      int unitEnd = end;
      while (unitEnd < bare.length() && Character.isLetter(bare.charAt(unitEnd))) {
        unitEnd++;
      }
      try {
        nanos += Double.parseDouble(bare.substring(at, end)) * unit(bare.substring(end, unitEnd));
      } catch (NumberFormatException e) {
        throw EvaluationException.ofInput("no duration: " + written);
      }
      at = unitEnd;
    }
    if (bare.isEmpty()) {
      throw EvaluationException.ofInput("no duration: " + written);
    }
    long whole = Math.round(nanos);
    return negative ? -whole : whole;
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      // Go's only duration without a unit.
      case "" -> 0;
      default -> throw EvaluationException.ofInput("no unit of time: " + name);
    };
  }

  private static boolean isOf(String format, String text) {
    NameForm form = FORMS.get(format);
    if (form == null) {
      throw missing(format);
    }
    return form.fits(text);
  }

  private static List<String> split(String text, String by, long most) {
    if (most == 0) {
      return List.of();
    }
    String pattern = java.util.regex.Pattern.quote(by);
    return List.of(text.split(pattern, most < 0 ? -1 : (int) Math.min(most, Integer.MAX_VALUE)));
  }

  private static String replace(String text, String what, String by, long most) {
    if (most < 0) {
      return text.replace(what, by);
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (long i = 0; i < most; i++) {
      int found = text.indexOf(what, at);
      if (found < 0) {
        break;
      }
      out.append(text, at, found).append(by);
      at = found + what.length();
      if (what.isEmpty()) {
        // It is found before each character.
        if (at == text.length()) {
          break;
        }
        out.append(text.charAt(at++));
      }
    }
    return out.append(text.substring(at)).toString();
  }

  private static Object ofDuration(String name, long nanos) {
    return switch (name) {
      case "getHours" -> nanos / 3_600_000_000_000L;
      case "getMinutes" -> nanos / 60_000_000_000L;
      case "getSeconds" -> nanos / 1_000_000_000L;
      case "getMilliseconds" -> nanos / 1_000_000L;
      default -> throw missing(name);
    };
  }

  // --- lists -----------------------------------------------------------------------

  private static Object ofList(String name, List<?> items, Object[] args) {
    return switch (name) {
      case "join" -> {
        String by = args.length > 1 ? (String) args[1] : "";
        yield items.stream().map(String::valueOf).collect(Collectors.joining(by));
      }
      case "isSorted" -> isSorted(items);
      case "sum" -> sum(items);
      case "max" -> extreme(items, 1);
      case "min" -> extreme(items, -1);
      case "indexOf" -> (long) items.indexOf(args[1]);
      case "lastIndexOf" -> (long) items.lastIndexOf(args[1]);
      default -> throw missing(name);
    };
  }

  private static Object sum(List<?> items) {
    long sum = 0;
    for (Object item : items) {
      if (!(item instanceof Long number)) {
        throw Values.mismatch("sum", item);
      }
      sum += number;
    }
    return sum;
  }

  private static boolean isSorted(Collection<?> items) {
    Object before = null;
    for (Object item : items) {
      if (before != null && Values.compare(before, item, "isSorted") > 0) {
        return false;
      }
      before = item;
    }
    return true;
  }

  private static Object extreme(Collection<?> items, int sign) {
    Object best = null;
    for (Object item : items) {
      if (best == null || sign * Values.compare(item, best, "max") > 0) {
        best = item;
      }
    }
    if (best == null) {
      throw new EvaluationException("an empty list has no greatest item");
    }
    return best;
  }

  private static Object ofSets(String name, List<?> a, List<?> b) {
    return switch (name) {
      case "contains" -> new HashSet<>(a).containsAll(b);
      case "intersects" -> {
        HashSet<Object> both = new HashSet<>(a);
        both.retainAll(new HashSet<>(b));
        yield !both.isEmpty();
      }
      case "equivalent" -> new HashSet<>(a).equals(new HashSet<>(b));
      default -> throw missing(name);
    };
  }

  // --- addresses and quantities ------------------------------------------------------

  /** Characters that Go leaves to stand in a path and Java does not. */
  private static final String LOOSE = " {}|\\^`\"<>[]";

  /** Go's {@code url.ParseRequestURI}: a whole URL or an absolute path. */
  private static @Nullable Url url(String text) {
    URI uri = uri(text);
    if (uri == null) {
      int path = text.indexOf('/', text.contains("://") ? text.indexOf("://") + 3 : 0);
      uri = path < 0 ? null : uri(text.substring(0, path) + encoded(text.substring(path)));
    }
    return uri != null && (uri.isAbsolute() || text.startsWith("/")) ? new Url(uri) : null;
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      out.append(LOOSE.indexOf(c) < 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }

  private static Object ofUrl(String name, URI uri) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    String host = authority.substring(authority.indexOf('@') + 1);
    int colon = host.indexOf(':', host.indexOf(']') + 1);
    String part =
        switch (name) {
          case "getScheme" -> uri.getScheme();
          case "getHost" -> host;
          case "getHostname" ->
              (colon < 0 ? host : host.substring(0, colon)).replace("[", "").replace("]", "");
          case "getPort" -> colon < 0 ? "" : host.substring(colon + 1);
          case "getEscapedPath" -> uri.getRawPath();
          default -> throw missing(name);
        };
    return part == null ? "" : part;
  }

  private static InetAddress address(String text) {
    try {
      // The text is an address: nothing is looked up.
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw EvaluationException.ofInput("no IP address: " + text);
    }
  }

  private static @Nullable Range range(String text) {
    if (!Formats.isCidr(text)) {
      return null;
    }
    int slash = text.indexOf('/');
    return new Range(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static Object ofIp(String name, InetAddress ip) {
    return switch (name) {
      case "family" -> ip.getAddress().length == 4 ? 4L : 6L;
      case "isUnspecified" -> ip.isAnyLocalAddress();
      case "isLoopback" -> ip.isLoopbackAddress();
      case "isLinkLocalMulticast" -> ip.isMCLinkLocal();
      case "isLinkLocalUnicast" -> ip.isLinkLocalAddress();
      case "isGlobalUnicast" ->
          !ip.isAnyLocalAddress()
              && !ip.isLoopbackAddress()
              && !ip.isMulticastAddress()
              && !ip.isLinkLocalAddress();
      default -> throw missing(name);
    };
  }

  private static Object ofRange(String name, Range range, Object[] args) {
    return switch (name) {
      case "ip" -> new Ip(range.address);
      case "prefixLength" -> (long) range.bits;
      case "containsIP" ->
          contains(
              range,
              args[1] instanceof Ip ip
                  ? ip.address
                  : ((Ip) ofText("ip", (String) args[1], args)).address);
      case "containsCIDR" -> {
        Range other =
            args[1] instanceof Range given ? given : (Range) ofText("cidr", (String) args[1], args);
        yield other.bits >= range.bits && contains(range, other.address);
      }
      default -> throw missing(name);
    };
  }

  private static boolean contains(Range range, InetAddress ip) {
    return Formats.contains(range.address.getAddress(), range.bits, ip.getAddress());
  }

  private static Object ofQuantity(String name, BigDecimal value, Object[] args) {
    BigDecimal other =
        args.length < 2
            ? BigDecimal.ZERO
            : args[1] instanceof Quantity quantity
                ? quantity.value
                : new BigDecimal(String.valueOf(args[1]));
    int order = value.compareTo(other);
    return switch (name) {
      case "add" -> new Quantity(value.add(other));
      case "sub" -> new Quantity(value.subtract(other));
      case "isInteger" -> value.stripTrailingZeros().scale() <= 0;
      case "asApproximateFloat" -> value.doubleValue();
      case "compareTo" -> order;
      case "isGreaterThan" -> order > 0;
      case "isLessThan" -> order < 0;
      case "asInteger" -> value.longValueExact();
      case "sign" -> value.signum();
      default -> throw missing(name);
    };
  }
}
