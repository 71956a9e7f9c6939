package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading of CEL is CEL's: what cel-java accepts and computes, we accept and compute. */
class CelOracleTest {
  private static final Map<String, FactType<?>> TYPES =
      Map.of(
          "i", FactType.INT,
          "j", FactType.INT,
          "f", FactType.DOUBLE,
          "s", FactType.STRING,
          "b", FactType.BOOL,
          "l", FactType.list(FactType.INT),
          "t", FactType.list(FactType.STRING),
          "m", FactType.map(FactType.STRING),
          "d", FactType.DYN);

  private static final Map<String, Object> VALUES =
      Map.of(
          "i",
          3L,
          "j",
          -2L,
          "f",
          1.5,
          "s",
          "shop",
          "b",
          true,
          "l",
          List.of(1L, 2L, 3L),
          "t",
          List.of("a", "b"),
          "m",
          Map.of("app", "web", "tier", "front"),
          "d",
          Map.of("n", 1L, "list", List.of(1L, "x", true), "map", Map.of("k", "v")));

  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();
  private static final Checker CHECKER = new Checker(Catalogue.of(new Catalogue.Builder()));

  private static CelCompiler compiler() {
    var a = TypeParamType.create("A");
    var optional = OptionalType.create(a);
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(CelOptions.current().enableOptionalSyntax(true).build())
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar("i", SimpleType.INT)
        .addVar("j", SimpleType.INT)
        .addVar("f", SimpleType.DOUBLE)
        .addVar("s", SimpleType.STRING)
        .addVar("b", SimpleType.BOOL)
        .addVar("l", ListType.create(SimpleType.INT))
        .addVar("t", ListType.create(SimpleType.STRING))
        .addVar("m", MapType.create(SimpleType.STRING, SimpleType.STRING))
        .addVar("d", SimpleType.DYN)
        .addFunctionDeclarations(
            CelFunctionDecl.newFunctionDeclaration(
                "orValue",
                CelOverloadDecl.newMemberOverload("optional_orValue_value", a, optional, a)))
        .build();
  }

  /** What became of an expression: a value, or why there is none. */
  private record Outcome(String kind, Object value) {
    static final Outcome REFUSED = new Outcome("refused", "");
    static final Outcome FAILED = new Outcome("failed", "");
  }

  private static Outcome theirs(String text) {
    CelAbstractSyntaxTree ast;
    try {
      ast = COMPILER.compile(text).getAst();
    } catch (CelValidationException e) {
      return Outcome.REFUSED;
    }
    try {
      return new Outcome("value", plain(RUNTIME.createProgram(ast).eval(VALUES)));
    } catch (CelEvaluationException e) {
      return Outcome.FAILED;
    }
  }

  private static Outcome ours(String text) {
    Checker.Checked checked;
    try {
      checked = CHECKER.check(Parser.parse(text), TYPES);
    } catch (Parser.SyntaxException e) {
      return Outcome.REFUSED;
    }
    if (!checked.problems().isEmpty()) {
      return Outcome.REFUSED;
    }
    Map<String, Integer> slots = new LinkedHashMap<>();
    VALUES.keySet().forEach(name -> slots.put(name, slots.size()));
    Scope scope =
        new Scope(new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT)), slots.size());
    slots.forEach((name, slot) -> scope.set(slot, VALUES.get(name)));
    Linker linker = new Linker(Catalogue.of(new Catalogue.Builder()), slots);
    try {
      return new Outcome("value", plain(linker.link(checked.code()).eval(scope)));
    } catch (EvaluationException e) {
      return Outcome.FAILED;
    }
  }

  /** A value without what differs between the two in representation only. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(CelOracleTest::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      map.forEach((key, item) -> out.put(key, plain(item)));
      return out;
    }
    return value instanceof Number || value instanceof String || value instanceof Boolean
        ? value
        : String.valueOf(value).replace("NULL_VALUE", "null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 2 * 3 - 4 / 2 % 3",
        "(1 + 2) * 3",
        "-i - -j",
        "- 5",
        "0x1F + 0xa",
        "1.5e3 + .5",
        "9223372036854775807 + 1",
        "-9223372036854775808",
        "9223372036854775808",
        "1 / 0",
        "1 % 0",
        "1.0 / 0.0",
        "i / j",
        "i % j",
        "-7 / 2",
        "-7 % 2",
        "'a' + \"b\" + r'\\n' + '\\n\\t\\u00e9\\x41\\101\\U0001F600'",
        "'''a'b''' + \"\"\"c\"d\"\"\"",
        "'it\\'s'",
        "size('\\U0001F600')",
        "s.size() + size(l) + size(m)",
        "[1, 2] + l == [1, 2, 1, 2, 3]",
        "{'a': 1, 'b': 2}['b']",
        "{'a': 1}.a",
        "{'a': 1}['c']",
        "{'a': 1, 'a': 2}",
        "l[0]",
        "l[3]",
        "l[-1]",
        "m.app",
        "m['tier']",
        "m.none",
        "has(m.none)",
        "has(m.app)",
        "has(d.n)",
        "has(d.map.k) && has(d.map.none)",
        "has(d.none.deeper)",
        "d.list[1]",
        "d.list[1] == 'x'",
        "d.n + 1",
        "d.n + 'x'",
        "d.n == 1.0",
        "d.list == [1, 'x', true]",
        "1 == 1.0",
        "1 == 'a'",
        "d == 1",
        "null == null",
        "d.n == null",
        "s == null",
        "1 < 2.0",
        "'a' < 'b' && 'B' < 'a'",
        "true < false",
        "[1] < [2]",
        "s in t",
        "'a' in t",
        "'app' in m",
        "1 in t",
        "2 in l",
        "1 in d",
        "'n' in d",
        "!b",
        "!!b",
        "!i",
        "--i",
        "b && 1",
        "b || d.n",
        "true || 1 / 0 == 1",
        "1 / 0 == 1 || true",
        "false && 1 / 0 == 1",
        "1 / 0 == 1 && false",
        "1 / 0 == 1 || false",
        "b ? 1 : 2",
        "b ? 1 : 'x'",
        "b ? d : 'x'",
        "i ? 1 : 2",
        "d.n ? 1 : 2",
        "false ? 1 : true ? 2 : 3",
        "l.all(x, x > 0)",
        "l.all(x, x / 0 == 1)",
        "l.exists(x, x == 2 || 1 / 0 == 1)",
        "l.exists(x, 1 / (x - 1) == 1)",
        "l.exists(x, 1 / (x - 1) == 7)",
        "l.all(x, 1 / (x - 1) == 7)",
        "l.exists_one(x, x == 2)",
        "l.exists_one(x, x > 1)",
        "l.exists_one(x, 1 / (x - 1) == 1)",
        "l.map(x, x * 2)",
        "l.map(x, x > 1, x * 2)",
        "l.map(x, 1 / (x - 1))",
        "l.filter(x, x != 2)",
        "l.filter(x, 1 / (x - 1) == 1)",
        "m.map(k, k).size()",
        "m.exists(k, m[k] == 'web')",
        "m.all(k, k.size() > 2)",
        "d.all(k, k != '')",
        "d.list.filter(x, x == 1)",
        "d.n.map(x, x)",
        "i.map(x, x)",
        "l.map(x, l.map(y, x * y))",
        "l.map(l, l + 1)",
        "l.map(x, x + y)",
        "l.map(1, 2)",
        "[].map(x, x)",
        "[[1], [2]].exists(x, x[0] == 2)",
        "s.contains('ho') && s.startsWith('sh') && s.endsWith('op')",
        "s.matches('^s.*p$')",
        "s.matches('h')",
        "matches(s, 'x')",
        "s.contains(1)",
        "s.nothing()",
        "nothing(s)",
        "nothing",
        "string(1) + string(1.5) + string(true)",
        "string('x')",
        "string(l)",
        "int('42') + int(1.9) + int(-1.9)",
        "int('x')",
        "int(1e30)",
        "double('1.5') + double(2)",
        "bool('true')",
        "bool('x')",
        "dyn(1) == 'a'",
        "m.?app.orValue('none')",
        "m.?none.orValue('none')",
        "d.?none.?deeper.orValue('x')",
        "d.?map.k.orValue('x')",
        "m.?app.orValue(1)",
        "m.app.orValue('x')",
        "a.b",
        "i.b",
        "s.length",
        "{'x': [1, {'y': 2}]}.x[1].y",
        "{1: 'a', true: 'b'}[1]",
        "[1, 'a', true][1]",
        "[1, 'a'] + [true]",
        "[1] + ['a']",
        "[1,]",
        "{'a': 1,}",
        "[1 2]",
        "(1",
        "1 +",
        "a..b",
        "&& b",
        "b & b",
        "b = b",
        "'abc",
        "if",
        "namespace",
        "d.namespace",
        "true.x",
        "i // a comment\n + 1",
        "1 == 1 == true",
        "1 < 2 == true",
        "b && b || !b && b",
        "size()",
        "size(1)",
        "has(m)",
        "has(m['a'])",
        "[1, 2, 3].exists(x, x in l && [x].all(y, y == x))",
      })
  void agreesWithCelJava(String text) {
    assertThat(ours(text)).as(text).isEqualTo(theirs(text));
  }

  /** What cannot work is refused at load where CEL would only fail when it runs. */
  @ParameterizedTest
  @ValueSource(strings = {"s.matches('(')", "{1.5: 'a'}"})
  void refusesWhatCelJavaFailsOn(String text) {
    assertThat(theirs(text)).isEqualTo(Outcome.FAILED);
    assertThat(ours(text)).isEqualTo(Outcome.REFUSED);
  }

  /** Expressions made at random, the same ones in each run. */
  @Test
  void agreesWithCelJavaOnRandomExpressions() {
    Random random = new Random(7);
    List<String> differ = new ArrayList<>();
    int values = 0;
    for (int n = 0; n < 250; n++) {
      String text = new Maker(random).expression(3);
      Outcome theirs = theirs(text);
      if (!ours(text).equals(theirs)) {
        differ.add(text + "\n  cel-java: " + theirs + "\n  ours: " + ours(text));
      }
      values += theirs.kind.equals("value") ? 1 : 0;
    }
    assertThat(differ).isEmpty();
    assertThat(values).as("expressions that have a value").isGreaterThan(80);
  }

  /** Makes expressions, most of which type-check. */
  private static final class Maker {
    private final Random random;
    private final List<String> bound = new ArrayList<>();

    Maker(Random random) {
      this.random = random;
    }

    private String pick(String... options) {
      return options[random.nextInt(options.length)];
    }

    String expression(int depth) {
      return switch (random.nextInt(12)) {
        case 0, 1 -> number(depth);
        case 2 -> text(depth);
        case 3 -> pick("l", "t", "m", "d", "d.list", "d.map", "d.none", "null", "f", "1.5");
        default -> truth(depth);
      };
    }

    private String number(int depth) {
      if (depth == 0) {
        String name = bound.isEmpty() ? "j" : bound.get(random.nextInt(bound.size()));
        return pick("0", "1", "2", "i", "j", "d.n", name);
      }
      int d = depth - 1;
      return switch (random.nextInt(7)) {
        case 0 -> "(" + number(d) + pick(" + ", " - ", " * ", " / ", " % ") + number(d) + ")";
        case 1 -> "size(" + pick("l", "t", "m", "s", "d.list", text(d)) + ")";
        case 2 -> "l[" + number(d) + "]";
        case 3 -> "(" + truth(d) + " ? " + number(d) + " : " + number(d) + ")";
        case 4 -> "-" + number(0);
        case 5 -> "int(" + pick("'7'", "f", number(d)) + ")";
        default -> number(0);
      };
    }

    private String text(int depth) {
      if (depth == 0) {
        return pick("s", "'a'", "'web'", "m.app", "m['tier']", "''");
      }
      int d = depth - 1;
      return switch (random.nextInt(5)) {
        case 0 -> "(" + text(d) + " + " + text(d) + ")";
        case 1 -> "string(" + pick(number(d), truth(d), text(d)) + ")";
        case 2 -> "m.?" + pick("app", "none") + ".orValue(" + text(d) + ")";
        case 3 -> "(" + truth(d) + " ? " + text(d) + " : " + text(d) + ")";
        default -> text(0);
      };
    }

    private String truth(int depth) {
      if (depth == 0) {
        return pick("b", "true", "false", "has(m.app)", "has(d.none)", "1 / 0 == 1");
      }
      int d = depth - 1;
      return switch (random.nextInt(10)) {
        case 0 -> "(" + truth(d) + " && " + truth(d) + ")";
        case 1 -> "(" + truth(d) + " || " + truth(d) + ")";
        case 2 -> "!" + truth(0);
        case 3 -> "(" + number(d) + pick(" == ", " != ", " < ", " <= ", " > ") + number(d) + ")";
        case 4 -> "(" + text(d) + pick(" == ", " != ", " < ", " >= ") + text(d) + ")";
        case 5 -> text(d) + pick(" in t", " in m", " in d", " in d.list");
        case 6 -> {
          bound.add("x");
          String body = truth(d);
          String out = "l" + pick(".all(x, ", ".exists(x, ", ".exists_one(x, ") + body + ")";
          bound.remove(bound.size() - 1);
          yield out;
        }
        case 7 -> {
          bound.add("y");
          String out = "(l.filter(y, " + truth(d) + ") == l.map(y, " + number(d) + "))";
          bound.remove(bound.size() - 1);
          yield out;
        }
        case 8 -> text(0) + pick(".contains(", ".startsWith(", ".endsWith(") + text(d) + ")";
        default -> truth(0);
      };
    }
  }
}
