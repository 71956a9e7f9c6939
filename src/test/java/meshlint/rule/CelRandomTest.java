package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import meshlint.rule.CelOracle.Outcome;
import org.junit.jupiter.api.Test;

/**
 * Expressions made at random, the same ones in each run: cel-java and we refuse the same ones, fail
 * on the same ones, and give the others the same value.
 */
class CelRandomTest {
  private static final int EXPRESSIONS = 1200;

  /** What we take and cel-java does not. */
  private static final Pattern LOOSE =
      Pattern.compile(
          // Empty literals whose type only their neighbours show.
          "\\[]|\\{}|none\\(\\)"
              // A backslash before the quote that ends a raw string.
              + "|[rR][\"'].*\\\\[\"']"
              // Elements of an optional list or map.
              + "|\\?.*\\[");

  /** What we compute otherwise: the text of a double, and a double of what has any type. */
  private static final Pattern OTHERWISE = Pattern.compile("string\\(|double\\(d");

  private final List<String> differ = new ArrayList<>();
  private final Map<String, Integer> outcomes = new HashMap<>();

  /** Compares what becomes of an expression, but for differences that are meant. */
  private void compare(String text, boolean typesFit) {
    Outcome theirs = CelOracle.theirs(text);
    Outcome ours = CelOracle.ours(text);
    if (!ours.equals(theirs) && !isMeant(text, typesFit, theirs, ours)) {
      differ.add(text + "\n    cel-java: " + theirs + "\n    ours: " + ours);
    }
    outcomes.merge(theirs.kind(), 1, Integer::sum);
  }

  /** Whether a difference is one that {@link CelOracleTest} says is meant. */
  private static boolean isMeant(String text, boolean typesFit, Outcome theirs, Outcome ours) {
    if (ours.equals(Outcome.REFUSED)) {
      // We look at more when a rule loads: regular expressions, null, keys of an empty map.
      return theirs.equals(Outcome.FAILED)
          || text.contains("matches(")
          || text.contains("{}")
          || isType(theirs);
    }
    if (theirs.equals(Outcome.REFUSED)) {
      return LOOSE.matcher(text).find();
    }
    return !typesFit && OTHERWISE.matcher(text).find();
  }

  private static boolean isType(Outcome theirs) {
    return String.valueOf(theirs.value()).contains("TypeType");
  }

  @Test
  void agreesOnExpressionsWhoseTypesFit() {
    Random random = new Random(7);
    for (int n = 0; n < EXPRESSIONS; n++) {
      compare(new Maker(random, 0).any(4), true);
    }
    assertThat(differ).isEmpty();
    assertThat(outcomes.get("value")).isGreaterThan(EXPRESSIONS / 3);
    assertThat(outcomes.get("failed")).isGreaterThan(EXPRESSIONS / 20);
  }

  @Test
  void agreesOnExpressionsWhoseTypesMayNotFit() {
    Random random = new Random(11);
    for (int n = 0; n < EXPRESSIONS; n++) {
      compare(new Maker(random, 15).any(3), false);
    }
    assertThat(differ).isEmpty();
    assertThat(outcomes.get("refused")).isGreaterThan(EXPRESSIONS / 7);
    assertThat(outcomes.get("value")).isGreaterThan(EXPRESSIONS / 7);
  }

  @Test
  void agreesOnTextThatMayBeNoExpression() {
    Random random = new Random(13);
    for (int n = 0; n < EXPRESSIONS; n++) {
      compare(damaged(new Maker(random, 0).any(2), random), true);
    }
    assertThat(differ).isEmpty();
    assertThat(outcomes.get("refused")).isGreaterThan(EXPRESSIONS / 3);
    assertThat(outcomes.get("value")).isGreaterThan(EXPRESSIONS / 20);
  }

  /** The text with a character taken away, doubled, or put in somewhere. */
  private static String damaged(String text, Random random) {
    int at = random.nextInt(text.length());
    String more = " .,()[]{}'\"\\?:!&|<>=+-*/%0123456789eExXrRaninif_\n\t#@$;";
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.charAt(at) + text.substring(at);
      default ->
          text.substring(0, at)
              + more.charAt(random.nextInt(more.length()))
              + text.substring(at + random.nextInt(2));
    };
  }

  /** Makes expressions of a type. */
  private static final class Maker {
    private final Random random;
    private final int slips;
    private final Map<String, List<String>> bound = new HashMap<>();
    private int names;

    /** A maker that puts something of another type in this many of a hundred places. */
    Maker(Random random, int slips) {
      this.random = random;
      this.slips = slips;
    }

    private String pick(String... options) {
      return options[random.nextInt(options.length)];
    }

    String any(int depth) {
      return make(pick("int", "double", "string", "bool", "ints", "strings", "map", "dyn"), depth);
    }

    private String make(String type, int depth) {
      String wanted = type;
      if (random.nextInt(100) < slips) {
        wanted = pick("int", "double", "string", "bool", "ints", "strings", "map", "dyn", "opt");
      }
      List<String> known = bound.getOrDefault(wanted, List.of());
      if (!known.isEmpty() && random.nextInt(3) == 0) {
        return known.get(random.nextInt(known.size()));
      }
      int d = depth - 1;
      if (depth > 0 && random.nextInt(12) == 0) {
        return "(" + truth(d) + " ? " + make(wanted, d) + " : " + make(wanted, d) + ")";
      }
      if (depth > 0 && random.nextInt(25) == 0) {
        return optional(wanted, d) + ".orValue(" + make(wanted, d) + ")";
      }
      return switch (wanted) {
        case "int" -> number(depth);
        case "double" -> fraction(depth);
        case "string" -> text(depth);
        case "bool" -> truth(depth);
        case "ints" -> list("int", depth);
        case "strings" -> list("string", depth);
        case "map" -> map(depth);
        case "opt" -> optional(pick("int", "string", "dyn"), depth);
        default -> dyn(depth);
      };
    }

    private String operator(String... options) {
      return pick(" ", "") + pick(options) + pick(" ", "");
    }

    private String number(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick(
            "0",
            "1",
            "2",
            "7",
            "i",
            "j",
            "-1",
            "0x1f",
            "-0xA",
            "9223372036854775807",
            "-9223372036854775808",
            "4611686018427387904",
            "007");
      }
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> number(d) + operator("+", "-", "*", "/", "%") + number(d);
        case 3 -> "(" + number(d) + operator("+", "-", "*", "/", "%") + number(d) + ")";
        case 4 -> "size(" + make(pick("string", "ints", "strings", "map", "dyn"), d) + ")";
        case 5 -> make(pick("string", "ints", "strings", "map"), d) + ".size()";
        case 6 -> make("ints", d) + "[" + number(0) + "]";
        case 7 -> "-" + number(d);
        case 8 -> "int(" + make(pick("int", "double", "string"), d) + ")";
        case 9 -> "d.n";
        default -> number(0);
      };
    }

    private String fraction(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick("f", "1.5", "-2.25", "1e3", "1.5E-2", "2e+2", ".5");
      }
      return switch (random.nextInt(5)) {
        case 0 -> "(" + fraction(d) + operator("+", "-", "*", "/") + fraction(d) + ")";
        case 1 -> "double(" + make(pick("int", "double", "string"), d) + ")";
        case 2 -> "-" + fraction(d);
        default -> fraction(0);
      };
    }

    private String text(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick(
            "s",
            "'a'",
            "\"web\"",
            "m.app",
            "m['tier']",
            "''",
            "'7'",
            "'1.5'",
            "'true'",
            "r'\\n'",
            "R\"\\d\"",
            "'\\n\\t\\\\'",
            "'\\x41\\u00e9\\101'",
            "'\\U0001F600x'",
            "'''a'b\"'''",
            "\"\"\"c\n'd\"\"\"",
            "'it\\'s'",
            "r'''\\d'''",
            "'\u00e9\u4e16'",
            "'\\a\\b\\f\\r\\v\\?\\`'");
      }
      return switch (random.nextInt(8)) {
        case 0, 1 -> text(d) + operator("+") + text(d);
        case 2 -> "string(" + make(pick("int", "bool", "string"), d) + ")";
        case 3 -> make("map", d) + pick("['app']", ".app", ".tier", "['none']", ".none");
        case 4 -> make("strings", d) + "[" + number(0) + "]";
        default -> text(0);
      };
    }

    private String truth(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick(
            "b",
            "true",
            "false",
            "has(m.app)",
            "has(m.none)",
            "has(d.none)",
            "has(d.map.k)",
            "1/0 == 1",
            "d.none.deeper",
            "has({'a': 1}.a)",
            "d.list[2]",
            "has(d.n.deeper)");
      }
      String type = pick("int", "double", "string", "bool");
      return switch (random.nextInt(16)) {
        case 0, 1 -> truth(d) + operator("&&") + truth(d);
        case 2, 3 -> truth(d) + operator("||") + truth(d);
        case 4 -> "!" + truth(d);
        case 5 -> make(type, d) + operator("<", "<=", ">", ">=") + make(type, d);
        case 6 -> "(" + make(type, d) + operator("==", "!=") + make(type, d) + ")";
        case 7 -> {
          String any = pick("ints", "strings", "map", "dyn", "opt", "double");
          yield "(" + make(any, d) + operator("==", "!=") + make(any, d) + ")";
        }
        case 8 -> "(" + number(d) + operator("<", "<=", ">", "==") + fraction(d) + ")";
        case 9 ->
            pick(
                number(d) + " in " + make("ints", d),
                text(d) + " in " + make("strings", d),
                text(d) + " in " + make("map", d),
                make(type, d) + " in " + make("dyn", d));
        case 10, 11 -> quantified(d);
        case 12 -> text(d) + pick(".contains(", ".startsWith(", ".endsWith(") + text(d) + ")";
        case 13 ->
            text(d) + ".matches(" + pick("'^a'", "r'[a-z]+$'", "s", "'.'", "''", "r'\\d'") + ")";
        case 14 ->
            pick(
                optional(pick("int", "string"), d) + ".hasValue()",
                "bool(" + make(pick("bool", "string"), d) + ")");
        default -> "(" + truth(d) + ")";
      };
    }

    private String bind(String type) {
      String name = "x" + names++;
      bound.computeIfAbsent(type, k -> new ArrayList<>()).add(name);
      return name;
    }

    private void release(String type) {
      List<String> of = bound.get(type);
      of.remove(of.size() - 1);
    }

    private String quantified(int depth) {
      String item = pick("int", "string", "key");
      String range =
          switch (item) {
            case "int" -> make("ints", depth);
            case "string" -> make("strings", depth);
            default -> make("map", depth);
          };
      String type = item.equals("key") ? "string" : item;
      String name = bind(type);
      String macro = pick(".all(", ".exists(", ".exists_one(");
      String out = range + macro + name + pick(", ", ",") + truth(depth) + ")";
      release(type);
      return out;
    }

    private String list(String element, int depth) {
      int d = depth - 1;
      String of = element + "s";
      if (depth <= 0) {
        return element.equals("int") ? pick("l", "[1, 2]", "[]", "[3]") : pick("t", "['a']", "[]");
      }
      switch (random.nextInt(7)) {
        case 0 -> {
          return "[" + make(element, d) + ", " + make(element, d) + pick("", ",") + "]";
        }
        case 1 -> {
          return "(" + make(of, d) + operator("+") + make(of, d) + ")";
        }
        case 2 -> {
          String range = make(of, d);
          String name = bind(element);
          String out = range + ".filter(" + name + ", " + truth(d) + ")";
          release(element);
          return out;
        }
        case 3, 4 -> {
          String from = pick("int", "string");
          String range = make(from + "s", d);
          String name = bind(from);
          String condition = random.nextBoolean() ? "" : truth(d) + ", ";
          String out = range + ".map(" + name + ", " + condition + make(element, d) + ")";
          release(from);
          return out;
        }
        default -> {
          return list(element, 0);
        }
      }
    }

    private String map(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick("m", "{'app': 'x'}", "{}", "{'tier': s, 'app': 'y'}");
      }
      return random.nextInt(3) == 0
          ? "{" + text(d) + ": " + text(d) + ", 'app': " + text(d) + pick("", ",") + "}"
          : map(0);
    }

    private String optional(String type, int depth) {
      int d = depth - 1;
      String some =
          switch (type) {
            case "int" -> pick("l[?" + number(0) + "]", "optional.of(" + make("int", d) + ")");
            case "string" ->
                pick(
                    "m.?" + pick("app", "none"),
                    make("map", d) + "[?" + text(0) + "]",
                    "t[?" + number(0) + "]");
            default -> pick("d.?n", "d.?none", "d.?map.?k", "d.?map.k");
          };
      return switch (random.nextInt(6)) {
        case 0 -> some + ".or(" + (depth > 0 ? optional(type, d) : some) + ")";
        case 1 -> depth > 0 && random.nextInt(4) == 0 ? "optional.none()" : some;
        default -> some;
      };
    }

    private String dyn(int depth) {
      int d = depth - 1;
      if (depth <= 0) {
        return pick(
            "d",
            "d.n",
            "d.list",
            "d.map",
            "d.map.k",
            "d.list[0]",
            "d.list[1]",
            "d['n']",
            "null",
            "d.none",
            "d.n.deeper");
      }
      return switch (random.nextInt(4)) {
        case 0 -> "dyn(" + make(pick("int", "string", "bool", "ints", "map"), d) + ")";
        case 1 -> "[" + make("int", d) + ", " + make("string", d) + "][" + pick("0", "1") + "]";
        default -> dyn(0);
      };
    }
  }
}
