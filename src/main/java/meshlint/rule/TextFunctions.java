package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import meshlint.finding.Nearest;
import meshlint.graph.Version;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Node;

/** Functions that make text for messages and hints. */
final class TextFunctions {
  private TextFunctions() {}

  static void declare(Catalogue.Builder c) {
    texts(c);
    c.global(
        "ref",
        param("object", OBJECT),
        STRING,
        "how messages name an object: `Kind namespace/name`",
        "ref(object) == \"Service shop/web\"",
        (facts, object) -> object.ref().toString());
    c.global(
        "refs",
        param("objects", list(OBJECT)),
        STRING,
        "how messages name several objects: `Service shop/web, Service shop/db and 3 more`",
        "refs(objects(\"Service\")) != \"\"",
        (facts, objects) -> refs(objects));
    c.global(
        "labels",
        param("labels", map(STRING)),
        STRING,
        "labels as kubectl prints them: `app=web,tier=front`, sorted by key",
        "labels(object.labels()) == \"app=web\"",
        (facts, labels) -> labels(new TreeMap<String, String>(labels)));
    c.global(
        "join",
        param("items", list(DYN)),
        STRING,
        "the items as text with commas, the last after an `and`: `a, b and c`",
        "join([\"a\", \"b\"]) == \"a and b\"",
        (facts, items) -> join(items, ", ", " and "));
    c.global(
        "plural",
        param("count", INT),
        param("one", STRING),
        STRING,
        "a number with its noun in the right form: `1 port`, `2 ports`",
        "plural(2, \"port\") == \"2 ports\"",
        (facts, count, one) -> plural(count.longValue(), one));
    c.global(
        "versionAtLeast",
        param("version", STRING),
        param("needed", STRING),
        BOOL,
        "whether a version such as `v1.4.1` is of this minor version or newer; a text that is no version"
            + " counts as newer",
        "versionAtLeast(\"v1.4.1\", \"1.3\")",
        (facts, version, needed) -> versionAtLeast(version, needed));
    c.global(
        "didYouMean",
        param("written", STRING),
        param("known", list(STRING)),
        STRING,
        "`did you mean X?` with the most similar of the known words; empty where none is similar",
        "didYouMean(\"revews\", [\"reviews\", \"ratings\"]) == \"did you mean reviews?\"",
        (facts, written, known) -> {
          String nearest = Nearest.of(written, known);
          return nearest == null ? "" : "did you mean " + nearest + "?";
        });
    c.global(
        "slipOf",
        param("written", STRING),
        param("known", list(STRING)),
        STRING,
        "the known word that was surely meant, a letter or two away; empty where there is none",
        "slipOf(\"ratigns\", [\"reviews\", \"ratings\"]) == \"ratings\"",
        (facts, written, known) -> {
          String meant = Nearest.slip(written, known);
          return meant == null ? "" : meant;
        });
  }

  private static void texts(Catalogue.Builder c) {
    c.on(STRING)
        .fact(
            "lowerAscii",
            STRING,
            "it with the letters A to Z in lower case",
            "object.name() == object.name().lowerAscii()",
            (facts, text) -> ascii(text, 'A', 'Z', 32))
        .fact(
            "upperAscii",
            STRING,
            "it with the letters a to z in upper case",
            "object.name().upperAscii() != \"X\"",
            (facts, text) -> ascii(text, 'a', 'z', -32))
        .fact(
            "trim",
            STRING,
            "it without spaces around it",
            "object.name().trim() == object.name()",
            (facts, text) -> text.strip())
        .fact(
            "replace",
            param("old", STRING),
            param("new", STRING),
            STRING,
            "it with every occurrence of a text replaced",
            "object.name().replace(\"-\", \"\") != \"\"",
            (facts, text, old, with) -> replace(text, old, with))
        .fact(
            "split",
            param("separator", STRING),
            list(STRING),
            "its parts between separators",
            "object.name().split(\"-\").size() > 1",
            (facts, text, separator) -> split(text, separator))
        .fact(
            "indexOf",
            param("text", STRING),
            INT,
            "the index of the first occurrence of a text, -1 where there is none",
            "object.name().indexOf(\"-\") > 0",
            (facts, text, other) ->
                text.indexOf(other) < 0 ? -1 : text.codePointCount(0, text.indexOf(other)))
        .fact(
            "substring",
            param("from", INT),
            STRING,
            "it from an index on",
            "object.name().substring(1) != \"\"",
            (facts, text, from) -> substring(text, from.longValue(), -1))
        .fact(
            "substring",
            param("from", INT),
            param("to", INT),
            STRING,
            "it from one index to before another",
            "object.name().substring(0, 1) != \"x\"",
            (facts, text, from, to) -> substring(text, from.longValue(), to.longValue()));
    c.on(list(STRING))
        .fact(
            "join",
            param("separator", STRING),
            STRING,
            "the texts with a separator between them",
            "object.name().split(\"-\").join(\"_\") != \"\"",
            (facts, texts, separator) -> join(texts, separator, separator))
        .fact(
            "sort",
            list(STRING),
            "the texts in alphabetical order",
            "object.name().split(\"-\").sort()[0] != \"\"",
            (facts, texts) -> texts.stream().sorted().toList());
    c.on(list(ITEM))
        .fact(
            "distinct",
            list(ITEM),
            "the items without those that stood before",
            "object.name().split(\"-\").distinct().size() > 1",
            (facts, items) -> distinct(items));
  }

  private static final FactType<Object> ITEM = FactType.parameter("T");

  /** How many objects a message names before it only counts them. */
  private static final int NAMED = 4;

  private static String refs(Collection<? extends KubeObject> objects) {
    List<String> names = new ArrayList<>();
    for (KubeObject object : objects) {
      String name = object.ref().toString();
      if (!names.contains(name)) {
        names.add(name);
      }
      if (names.size() > NAMED) {
        break;
      }
    }
    int more = objects.size() - NAMED;
    if (names.size() > NAMED && more > 1) {
      List<String> shown = new ArrayList<>(names.subList(0, NAMED));
      shown.add(more + " more");
      return join(shown, ", ", " and ");
    }
    return join(names, ", ", " and ");
  }

  private static String ascii(String text, char from, char to, int shift) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c >= from && c <= to) {
        out.setCharAt(i, (char) (c + shift));
      }
    }
    return out.toString();
  }

  private static List<String> split(String text, String separator) {
    if (separator.isEmpty()) {
      throw new EvaluationException("split needs a separator");
    }
    List<String> out = new ArrayList<>();
    int from = 0;
    int at = text.indexOf(separator);
    while (at >= 0) {
      out.add(text.substring(from, at));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    out.add(text.substring(from));
    return out;
  }

  /** A part of a text, by indexes in code points. */
  private static String substring(String text, long from, long to) {
    long length = text.codePointCount(0, text.length());
    long end = to < 0 ? length : to;
    if (from < 0 || from > end || end > length) {
      throw new EvaluationException("a text of " + length + " has no part " + from + " to " + end);
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return text.substring(start, text.offsetByCodePoints(start, (int) (end - from)));
  }

  private static String join(Collection<?> items, String between, String last) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    for (Object item : items) {
      if (item instanceof Collection<?> || item instanceof Map<?, ?>) {
        throw Values.mismatch("join", item);
      }
      out.append(i == 0 ? "" : i == items.size() - 1 ? last : between).append(item);
      Scope.checkText(out.length());
      i++;
    }
    return out.toString();
  }

  private static String labels(Map<String, String> labels) {
    List<String> each = new ArrayList<>();
    labels.forEach((key, value) -> each.add(key + "=" + value));
    return join(each, ",", ",");
  }

  private static String replace(String text, String old, String with) {
    long found = 0;
    int at = old.isEmpty() ? -1 : text.indexOf(old);
    while (at >= 0) {
      found++;
      at = text.indexOf(old, at + old.length());
    }
    long times = old.isEmpty() ? text.length() + 1L : found;
    Scope.checkText(text.length() + times * (with.length() - (long) old.length()));
    return text.replace(old, with);
  }

  /** Equal ones are found by their hashes, which lists that a rule makes of lists do not have. */
  private static List<?> distinct(Collection<?> items) {
    for (Object item : items) {
      boolean isMade = item instanceof Collection<?> || item instanceof Map<?, ?>;
      if (isMade && !(item instanceof Node)) {
        throw Values.mismatch("distinct", item);
      }
    }
    return items.stream().distinct().toList();
  }

  private static String plural(long count, String one) {
    String many =
        one.endsWith("y") && !one.matches(".*[aeiou]y")
            ? one.substring(0, one.length() - 1) + "ies"
            : one.matches(".*(s|x|ch|sh)") ? one + "es" : one + "s";
    return count + " " + (count == 1 ? one : many);
  }

  private static boolean versionAtLeast(String version, String needed) {
    try {
      return Version.parse(version).compareTo(Version.parse(needed)) >= 0;
    } catch (IllegalArgumentException noVersion) {
      return true;
    }
  }
}
