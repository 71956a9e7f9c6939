package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.map;

import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collectors;
import meshlint.finding.Nearest;

/** Functions that make text for messages and hints. */
final class TextFunctions {
  private TextFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.global(
        "ref",
        param("object", OBJECT),
        STRING,
        "how messages name an object: `Kind namespace/name`",
        "ref(object) == \"Service shop/web\"",
        (facts, object) -> object.ref().toString());
    c.global(
        "labels",
        param("labels", map(STRING)),
        STRING,
        "labels as kubectl prints them: `app=web,tier=front`, sorted by key",
        "labels(object.labels()) == \"app=web\"",
        (facts, labels) ->
            new TreeMap<String, String>(labels)
                .entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(",")));
    c.global(
        "join",
        param("items", list(DYN)),
        STRING,
        "the items as text with commas, the last after an `and`: `a, b and c`",
        "join([\"a\", \"b\"]) == \"a and b\"",
        (facts, items) -> join(items));
    c.global(
        "plural",
        param("count", INT),
        param("one", STRING),
        STRING,
        "a number with its noun in the right form: `1 port`, `2 ports`",
        "plural(2, \"port\") == \"2 ports\"",
        (facts, count, one) -> plural(count.longValue(), one));
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

  private static String join(Collection<?> items) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    for (Object item : items) {
      out.append(i == 0 ? "" : i == items.size() - 1 ? " and " : ", ").append(item);
      i++;
    }
    return out.toString();
  }

  private static String plural(long count, String one) {
    String many =
        one.endsWith("y") && !one.matches(".*[aeiou]y")
            ? one.substring(0, one.length() - 1) + "ies"
            : one.matches(".*(s|x|ch|sh)") ? one + "es" : one + "s";
    return count + " " + (count == 1 ? one : many);
  }
}
