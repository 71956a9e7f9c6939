package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import meshlint.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * The functions that Kubernetes gives to the CEL rules of CustomResourceDefinitions beyond CEL's
 * own: text, lists, regular expressions, URLs, addresses, quantities, durations and named formats.
 */
final class DefinitionFunctions {
  /** A URL as {@code url()} reads it. */
  record Url(URI uri) {}

  /** A quantity such as {@code 500m}. */
  record Quantity(BigDecimal value) {}

  /** A named form of text, such as {@code dns1123Label}. */
  record Format(String name) {}

  /** What {@code format.NAME()} hangs on. */
  record Formatter() {}

  /** What {@code sets.contains()} and the like hang on. */
  record Sets() {}

  private static final FactType<Url> URL = FactType.of("URL", Url.class);
  private static final FactType<Quantity> QUANTITY = FactType.of("Quantity", Quantity.class);
  private static final FactType<Format> FORMAT = FactType.of("Format", Format.class);
  private static final FactType<Formatter> FORMATTER = FactType.of("Formatter", Formatter.class);

  private static final FactType<Sets> SETS = FactType.of("Sets", Sets.class);

  private DefinitionFunctions() {}

  /** Declares them; they are documented by Kubernetes, so that the texts here are not shown. */
  static Catalogue catalogue() {
    Catalogue.Builder c = new Catalogue.Builder();
    text(c);
    lists(c);
    addresses(c);
    quantities(c);
    formats(c);
    return Catalogue.of(c);
  }

  private static void text(Catalogue.Builder c) {
    Catalogue.Type<String> text = c.type(STRING, "text");
    text.fact(
            "split",
            param("separator", STRING),
            list(STRING),
            "",
            "",
            (facts, in, by) -> List.of(in.split(java.util.regex.Pattern.quote(by), -1)))
        .fact(
            "substring",
            param("from", INT),
            STRING,
            "",
            "",
            (facts, in, from) -> cut(in, from.longValue(), length(in)))
        .fact(
            "substring",
            param("from", INT),
            param("to", INT),
            STRING,
            "",
            "",
            (facts, in, from, to) -> cut(in, from.longValue(), to.longValue()))
        .fact(
            "indexOf",
            param("part", STRING),
            INT,
            "",
            "",
            (facts, in, part) -> index(in, in.indexOf(part)))
        .fact(
            "lastIndexOf",
            param("part", STRING),
            INT,
            "",
            "",
            (facts, in, part) -> index(in, in.lastIndexOf(part)))
        .fact(
            "charAt",
            param("at", INT),
            STRING,
            "",
            "",
            (facts, in, at) ->
                at.longValue() == length(in) ? "" : cut(in, at.longValue(), at.longValue() + 1))
        .fact(
            "replace",
            param("from", STRING),
            param("to", STRING),
            STRING,
            "",
            "",
            (facts, in, from, to) -> in.replace(from, to))
        .fact("trim", STRING, "", "", (facts, in) -> in.strip())
        .fact("lowerAscii", STRING, "", "", (facts, in) -> in.toLowerCase(Locale.ROOT))
        .fact("upperAscii", STRING, "", "", (facts, in) -> in.toUpperCase(Locale.ROOT))
        .fact(
            "find",
            param("pattern", STRING),
            STRING,
            "",
            "",
            (facts, in, pattern) -> {
              List<String> found = find(in, pattern, 1);
              return found.isEmpty() ? "" : found.get(0);
            })
        .fact(
            "findAll",
            param("pattern", STRING),
            list(STRING),
            "",
            "",
            (facts, in, pattern) -> find(in, pattern, Integer.MAX_VALUE));
    c.global("duration", param("text", STRING), INT, "", "", (facts, written) -> duration(written));
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
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      while (out.size() < most && matcher.find()) {
        out.add(matcher.group());
      }
    } catch (PatternSyntaxException e) {
      throw new EvaluationException("no regular expression: " + e.getDescription());
    }
    return out;
  }

  private static final Pattern PART =
      Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|ms|s|m|h)");

  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  /** Nanoseconds; rules only compare durations with one another. */
  private static Long duration(String written) {
    String bare =
        written.startsWith("-") || written.startsWith("+") ? written.substring(1) : written;
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    Matcher part = PART.matcher(bare);
    while (part.find() && part.start() == at) {
      String unit = part.group(2);
      sum = sum.add(new BigDecimal(part.group(1)).multiply(NANOS.getOrDefault(unit, sum)));
      at = part.end();
    }
    if (at != bare.length() || (at == 0)) {
      if (!bare.equals("0")) {
        throw new EvaluationException("no duration: " + written);
      }
    }
    long nanos = sum.longValue();
    return written.startsWith("-") ? -nanos : nanos;
  }

  private static void lists(Catalogue.Builder c) {
    c.type(list(DYN), "list")
        .fact(
            "join",
            STRING,
            "",
            "",
            (facts, items) -> items.stream().map(String::valueOf).collect(Collectors.joining()))
        .fact(
            "join",
            param("separator", STRING),
            STRING,
            "",
            "",
            (facts, items, by) ->
                items.stream().map(String::valueOf).collect(Collectors.joining(by)))
        .fact("isSorted", BOOL, "", "", (facts, items) -> isSorted(items))
        .fact(
            "sum",
            DYN,
            "",
            "",
            (facts, items) -> {
              long sum = 0;
              for (Object item : items) {
                if (!(item instanceof Long number)) {
                  throw Values.mismatch("sum", item);
                }
                sum += number;
              }
              return sum;
            })
        .fact("max", DYN, "", "", (facts, items) -> extreme(items, 1))
        .fact("min", DYN, "", "", (facts, items) -> extreme(items, -1));
    c.variable("sets", SETS, "", facts -> new Sets());
    c.type(SETS, "sets")
        .fact(
            "contains",
            param("all", list(DYN)),
            param("some", list(DYN)),
            BOOL,
            "",
            "",
            (facts, sets, all, some) -> all.containsAll(some))
        .fact(
            "intersects",
            param("a", list(DYN)),
            param("b", list(DYN)),
            BOOL,
            "",
            "",
            (facts, sets, a, b) -> a.stream().anyMatch(b::contains))
        .fact(
            "equivalent",
            param("a", list(DYN)),
            param("b", list(DYN)),
            BOOL,
            "",
            "",
            (facts, sets, a, b) -> new HashSet<>(a).equals(new HashSet<>(b)));
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

  private static void addresses(Catalogue.Builder c) {
    c.type(URL, "url")
        .fact("getScheme", STRING, "", "", (facts, url) -> orEmpty(url.uri.getScheme()))
        .fact("getHost", STRING, "", "", (facts, url) -> orEmpty(url.uri.getRawAuthority()))
        .fact("getHostname", STRING, "", "", (facts, url) -> orEmpty(url.uri.getHost()))
        .fact(
            "getPort",
            STRING,
            "",
            "",
            (facts, url) -> url.uri.getPort() < 0 ? "" : String.valueOf(url.uri.getPort()))
        .fact("getEscapedPath", STRING, "", "", (facts, url) -> orEmpty(url.uri.getRawPath()));
    c.global("isURL", param("text", STRING), BOOL, "", "", (facts, text) -> url(text) != null);
    c.global(
        "url",
        param("text", STRING),
        URL,
        "",
        "",
        (facts, text) -> {
          Url made = url(text);
          if (made == null) {
            throw new EvaluationException("no URL: " + text);
          }
          return made;
        });
    c.global("isIP", param("text", STRING), BOOL, "", "", (facts, text) -> Formats.isIp(text));
    c.global("isCIDR", param("text", STRING), BOOL, "", "", (facts, text) -> Formats.isCidr(text));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Go's {@code url.ParseRequestURI}: a whole URL or an absolute path. */
  private static @Nullable Url url(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() || text.startsWith("/") ? new Url(uri) : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static void quantities(Catalogue.Builder c) {
    c.type(QUANTITY, "quantity")
        .fact(
            "compareTo",
            param("other", QUANTITY),
            INT,
            "",
            "",
            (facts, a, b) -> a.value.compareTo(b.value))
        .fact(
            "isGreaterThan",
            param("other", QUANTITY),
            BOOL,
            "",
            "",
            (facts, a, b) -> a.value.compareTo(b.value) > 0)
        .fact(
            "isLessThan",
            param("other", QUANTITY),
            BOOL,
            "",
            "",
            (facts, a, b) -> a.value.compareTo(b.value) < 0)
        .fact("asInteger", INT, "", "", (facts, a) -> a.value.longValueExact())
        .fact("sign", INT, "", "", (facts, a) -> a.value.signum());
    c.global(
        "isQuantity",
        param("text", STRING),
        BOOL,
        "",
        "",
        (facts, text) -> Formats.isQuantity(text));
    c.global(
        "quantity",
        param("text", STRING),
        QUANTITY,
        "",
        "",
        (facts, text) -> {
          if (!Formats.isQuantity(text)) {
            throw new EvaluationException("no quantity: " + text);
          }
          return new Quantity(Formats.quantity(text));
        });
  }

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(?:\\." + LABEL + ")*";
  private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?";

  private static final Map<String, String> FORMS =
      Map.of(
          "dns1123Label",
          LABEL,
          "dns1123Subdomain",
          SUBDOMAIN,
          "dns1035Label",
          "[a-z](?:[-a-z0-9]*[a-z0-9])?",
          "qualifiedName",
          "(?:" + SUBDOMAIN + "/)?" + NAME,
          "labelValue",
          "(?:" + NAME + ")?");

  private static void formats(Catalogue.Builder c) {
    Catalogue.Type<Formatter> formatter = c.type(FORMATTER, "formats");
    for (String name : FORMS.keySet()) {
      formatter.fact(name, FORMAT, "", "", (facts, of) -> new Format(name));
    }
    c.variable("format", FORMATTER, "", facts -> new Formatter());
    c.type(FORMAT, "format")
        .fact(
            "validate",
            param("text", STRING),
            optional(list(STRING)),
            "",
            "",
            (facts, format, text) -> isOf(format.name, text) ? null : List.of(format.name));
  }

  private static boolean isOf(String format, String text) {
    int most = format.endsWith("Label") || format.equals("labelValue") ? 63 : 253;
    String form = FORMS.getOrDefault(format, "");
    return text.length() <= most && Pattern.matches(form, text);
  }
}
