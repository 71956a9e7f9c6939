package meshlint.rule;

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
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;

/** What cel-java makes of an expression, and what we make of it. */
final class CelOracle {
  private CelOracle() {}

  static final Map<String, FactType<?>> TYPES =
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

  private static final Map<String, Object> VALUES = values();

  private static Map<String, Object> values() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("i", 3L);
    out.put("j", -2L);
    out.put("f", 1.5);
    out.put("s", "shop");
    out.put("b", true);
    out.put("l", List.of(1L, 2L, 3L));
    out.put("t", List.of("a", "b"));
    out.put("m", ordered("app", "web", "tier", "front"));
    List<Object> mixed = List.of(1L, "x", true);
    out.put("d", ordered("n", 1L, "list", mixed, "map", ordered("k", "v")));
    return out;
  }

  /** A map in the order of its entries, so that each run is the same. */
  private static Map<String, Object> ordered(Object... entries) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      out.put((String) entries[i], entries[i + 1]);
    }
    return out;
  }

  /** Numbers of two types have an order, as in ValidatingAdmissionPolicy. */
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableOptionalSyntax(true)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = runtime();
  private static final Catalogue CATALOGUE = Catalogue.of(new Catalogue.Builder());
  private static final Checker CHECKER = new Checker(CATALOGUE);
  private static final Facts FACTS = new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT));

  private static CelCompiler compiler() {
    var a = TypeParamType.create("A");
    var k = TypeParamType.create("K");
    var optional = OptionalType.create(a);
    var list = ListType.create(a);
    var map = MapType.create(k, a);
    var listOrNone = OptionalType.create(list);
    var mapOrNone = OptionalType.create(map);
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
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
                CelOverloadDecl.newMemberOverload("optional_orValue_value", a, optional, a)),
            CelFunctionDecl.newFunctionDeclaration(
                "_[?_]",
                CelOverloadDecl.newGlobalOverload(
                    "list_optindex_optional_int", optional, list, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                    "optional_list_optindex_optional_int", optional, listOrNone, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload("map_optindex_optional_value", optional, map, k),
                CelOverloadDecl.newGlobalOverload(
                    "optional_map_optindex_optional_value", optional, mapOrNone, k)),
            CelFunctionDecl.newFunctionDeclaration(
                "or",
                CelOverloadDecl.newMemberOverload(
                    "optional_or_optional", optional, optional, optional)),
            CelFunctionDecl.newFunctionDeclaration(
                "hasValue",
                CelOverloadDecl.newMemberOverload("optional_hasValue", SimpleType.BOOL, optional)),
            CelFunctionDecl.newFunctionDeclaration(
                "value", CelOverloadDecl.newMemberOverload("optional_value", a, optional)),
            CelFunctionDecl.newFunctionDeclaration(
                "optional.of", CelOverloadDecl.newGlobalOverload("optional_of", optional, a)),
            CelFunctionDecl.newFunctionDeclaration(
                "optional.none", CelOverloadDecl.newGlobalOverload("optional_none", optional)))
        .build();
  }

  /** The functions of cel-java's library of optionals, whose classes are not in its runtime. */
  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .addFunctionBindings(
            CelFunctionBinding.from(
                "optional_hasValue", Optional.class, optional -> optional.isPresent()),
            CelFunctionBinding.from(
                "optional_value", Optional.class, optional -> optional.orElseThrow()),
            CelFunctionBinding.from("optional_of", Object.class, Optional::of),
            CelFunctionBinding.from(
                "list_optindex_optional_int", Object.class, Object.class, CelOracle::item),
            CelFunctionBinding.from(
                "map_optindex_optional_value", Object.class, Object.class, CelOracle::item),
            CelFunctionBinding.from(
                "optional_list_optindex_optional_int", Object.class, Object.class, CelOracle::item),
            CelFunctionBinding.from(
                "optional_map_optindex_optional_value",
                Object.class,
                Object.class,
                CelOracle::item),
            CelFunctionBinding.from("optional_none", List.of(), args -> Optional.empty()))
        .build();
  }

  /** What stands in a list or map, or in one that may not be there. */
  private static Object item(Object of, Object key) {
    if (of instanceof Optional<?> optional) {
      return optional.isPresent() ? item(optional.get(), key) : optional;
    }
    if (of instanceof List<?> list) {
      int index = key instanceof Long n && n >= 0 && n < list.size() ? n.intValue() : -1;
      return index < 0 ? Optional.empty() : Optional.of(list.get(index));
    }
    return Optional.ofNullable(((Map<?, ?>) of).get(key));
  }

  /** What became of an expression: a value, or why there is none. */
  record Outcome(String kind, Object value) {
    static final Outcome REFUSED = new Outcome("refused", "");
    static final Outcome FAILED = new Outcome("failed", "");
  }

  static Outcome theirs(String text) {
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

  static Outcome ours(String text) {
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
    Scope scope = new Scope(FACTS, slots.size());
    slots.forEach((name, slot) -> scope.set(slot, VALUES.get(name)));
    Linker linker = new Linker(CATALOGUE, slots);
    try {
      return new Outcome("value", plain(linker.link(checked.code()).eval(scope)));
    } catch (EvaluationException e) {
      return Outcome.FAILED;
    }
  }

  /** A value without what differs between the two in representation only. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(CelOracle::plain).toList();
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
}
