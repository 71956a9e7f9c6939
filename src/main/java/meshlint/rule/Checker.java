package meshlint.rule;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import meshlint.finding.Nearest;
import meshlint.rule.Code.Mode;
import meshlint.rule.FactType.Shape;
import meshlint.schema.FieldType;
import meshlint.source.Regex;
import org.jspecify.annotations.Nullable;

/**
 * Types expressions as CEL does, and finds what in them cannot work: unknown names, misspelt
 * fields, wrong arguments. It goes on after an error, so that an author sees all of them.
 *
 * <p>Beyond CEL, facts convert where that is plain: the matched object to the facts that it is, a
 * fact to the object it is about.
 */
final class Checker {
  /** What stands in a new rule where its author is to write. */
  private static final String BLANK = "___";

  /** Functions of CEL and of Kubernetes' CEL that rules do without, and what to write instead. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("timestamp", "manifests do not depend on the time"),
          Map.entry("duration", "manifests do not depend on the time"),
          Map.entry("uint", "numbers are int or double"),
          Map.entry("bytes", "texts are string"),
          Map.entry("type", "types are checked when the rule loads"),
          Map.entry("bind", "write an entry of variables"),
          Map.entry("format", "write + and string(…), or ${…} in a message"),
          Map.entry("findAll", "write matches(…)"),
          Map.entry("quantity", "compare the texts"),
          Map.entry("isQuantity", "write matches(…)"),
          Map.entry("url", "write matches(…) or split(…)"),
          Map.entry("isURL", "write matches(…)"),
          Map.entry("ip", "write matches(…)"),
          Map.entry("cidr", "write matches(…)"),
          Map.entry("authorizer", "there is no request"),
          Map.entry("transformList", "write map(…)"),
          Map.entry("transformMap", "write map(…)"));

  private final Catalogue catalogue;
  private final Map<String, List<Catalogue.Call>> globals = new HashMap<>();
  private final Map<String, List<Catalogue.Call>> members = new HashMap<>();

  Checker(Catalogue catalogue) {
    this.catalogue = catalogue;
    for (Catalogue.Call call : catalogue.functions()) {
      Map<String, List<Catalogue.Call>> where = call.receiver() == null ? globals : members;
      where.computeIfAbsent(call.name(), k -> new ArrayList<>(2)).add(call);
    }
  }

  /** Something wrong with an expression, at an index of its text. */
  record Problem(int offset, String message) {}

  /**
   * A checked expression.
   *
   * @param code with functions and shapes filled in; to be run only where there are no problems
   */
  record Checked(Code code, FactType<?> type, List<Problem> problems) {}

  /**
   * Checks an expression.
   *
   * @param variables the types of the variables that it sees beside those of the catalogue, by
   *     name; a variable of the rule is {@code variables.NAME}
   */
  Checked check(Code code, Map<String, FactType<?>> variables) {
    Run run = new Run(variables);
    Typed typed = run.type(code);
    return new Checked(typed.code, typed.type, List.copyOf(run.problems));
  }

  /** The facts that the objects of a kind are, by the names of their types. */
  Set<String> viewsOf(meshlint.manifest.Kind kind) {
    Set<String> out = new LinkedHashSet<>();
    for (Catalogue.Type<?> type : catalogue.types()) {
      Catalogue.View<?> view = type.view();
      if (view != null && view.kinds().contains(kind)) {
        out.add(type.type().name());
      }
    }
    return out;
  }

  /** Whether a value of one type can stand where another is wanted. */
  boolean fits(FactType<?> given, FactType<?> wanted) {
    return fits(given, wanted, new HashMap<>());
  }

  private boolean fits(FactType<?> given, FactType<?> wanted, Map<String, FactType<?>> bound) {
    if (wanted.shape() == Shape.PARAMETER) {
      FactType<?> known = bound.get(wanted.name());
      bound.put(wanted.name(), known == null ? given : join(known, given));
      return true;
    }
    if (given.shape() == Shape.DYN || wanted.shape() == Shape.DYN) {
      return true;
    }
    return switch (wanted.shape()) {
      case STRING, KIND -> given.shape() == Shape.STRING || given.shape() == Shape.KIND;
      case LIST, OPTIONAL ->
          given.shape() == wanted.shape() && fits(given.element(), wanted.element(), bound);
      case MAP ->
          given.shape() == Shape.STRUCT
              || (given.shape() == Shape.MAP && fits(given.element(), wanted.element(), bound));
      case FACT -> given.equals(wanted) || converts(given, wanted);
      case STRUCT -> given.shape() == Shape.STRUCT && given.name().equals(wanted.name());
      default -> given.shape() == wanted.shape();
    };
  }

  private boolean converts(FactType<?> given, FactType<?> wanted) {
    if (given.isMatched()) {
      return wanted.equals(FactType.OBJECT) || given.views().contains(wanted.name());
    }
    if (wanted.equals(FactType.OBJECT) && given.shape() == Shape.FACT) {
      Catalogue.Type<?> type = catalogue.type(given.name());
      return type != null && type.object() != null;
    }
    return false;
  }

  /** The type that covers both. */
  private FactType<?> join(FactType<?> a, FactType<?> b) {
    if (a.shape() == Shape.DYN || b.shape() == Shape.DYN) {
      return FactType.DYN;
    }
    if (a.shape() == Shape.LIST && b.shape() == Shape.LIST) {
      return FactType.list(join(a.element(), b.element()));
    }
    if (a.shape() == Shape.MAP && b.shape() == Shape.MAP) {
      return FactType.map(join(a.element(), b.element()));
    }
    if (a.shape() == Shape.OPTIONAL && b.shape() == Shape.OPTIONAL) {
      return FactType.optional(join(a.element(), b.element()));
    }
    if (fits(a, b)) {
      return b;
    }
    return fits(b, a) ? a : FactType.DYN;
  }

  private record Typed(Code code, FactType<?> type) {}

  /** The check of one expression. */
  private final class Run {
    private final Map<String, FactType<?>> variables;
    private final Map<String, FactType<?>> locals = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Run(Map<String, FactType<?>> variables) {
      this.variables = variables;
    }

    private Typed wrong(Code code, int offset, String message) {
      problems.add(new Problem(offset, message));
      return new Typed(code, FactType.DYN);
    }

    Typed type(Code code) {
      if (code instanceof Code.Const constant) {
        return new Typed(code, constant(constant.value()));
      } else if (code instanceof Code.Var variable) {
        return variable(variable);
      } else if (code instanceof Code.Select select) {
        return select(select);
      } else if (code instanceof Code.Call call) {
        return call(call);
      } else if (code instanceof Code.ListOf list) {
        return list(list);
      } else if (code instanceof Code.MapOf map) {
        return map(map);
      }
      return macro((Code.Macro) code);
    }

    private static FactType<?> constant(Object value) {
      if (value instanceof Boolean) {
        return FactType.BOOL;
      } else if (value instanceof Long) {
        return FactType.INT;
      } else if (value instanceof Double) {
        return FactType.DOUBLE;
      } else if (value instanceof String) {
        return FactType.STRING;
      }
      return FactType.NULL;
    }

    // --- variables and fields --------------------------------------------------

    private Typed variable(Code.Var variable) {
      FactType<?> type = lookup(variable.name());
      if (type != null) {
        return new Typed(variable, type);
      }
      if (isPrefix(variable.name())) {
        return wrong(variable, variable.offset(), "write " + variable.name() + ".NAME");
      }
      if (variable.name().equals(BLANK)) {
        return wrong(variable, variable.offset(), "fill in this blank");
      }
      Set<String> known = new TreeSet<>(locals.keySet());
      known.addAll(variables.keySet());
      catalogue.variables().forEach(v -> known.add(v.name()));
      String more =
          globals.containsKey(variable.name())
              ? "; write " + variable.name() + "(…)"
              : didYouMean(variable.name(), known);
      return wrong(variable, variable.offset(), "no variable " + variable.name() + more);
    }

    private @Nullable FactType<?> lookup(String name) {
      FactType<?> type = locals.get(name);
      if (type == null) {
        type = variables.get(name);
      }
      if (type == null) {
        Catalogue.Variable<?> global = catalogue.variable(name);
        type = global == null ? null : global.type();
      }
      return type;
    }

    /** Whether names such as {@code variables.target} start with this one. */
    private boolean isPrefix(String name) {
      return name.equals("variables")
          || variables.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
    }

    private Typed select(Code.Select select) {
      if (select.operand() instanceof Code.Var variable && lookup(variable.name()) == null) {
        String name = variable.name() + "." + select.field();
        FactType<?> type = variables.get(name);
        if (type != null) {
          return new Typed(select, type);
        }
        if (isPrefix(variable.name())) {
          Set<String> known = new TreeSet<>();
          for (String key : variables.keySet()) {
            if (key.startsWith(variable.name() + ".")) {
              known.add(key.substring(variable.name().length() + 1));
            }
          }
          return wrong(select, select.offset(), "no " + name + didYouMean(select.field(), known));
        }
      }
      Typed operand = type(select.operand());
      FactType<?> of = operand.type;
      boolean chained = of.shape() == Shape.OPTIONAL;
      FactType<?> field = field(chained ? of.element() : of, select);
      FactType<?> type =
          switch (select.mode()) {
            case PRESENCE -> FactType.BOOL;
            case OPTIONAL -> optional(field);
            case VALUE -> chained ? optional(field) : field;
          };
      return new Typed(
          new Code.Select(
              select.offset(), operand.code, select.field(), select.mode(), shape(of, field)),
          type);
    }

    private static FactType<?> optional(FactType<?> type) {
      return type.shape() == Shape.OPTIONAL ? type : FactType.optional(type);
    }

    /** What a value read from a manifest must be, or it counts as absent. */
    private static Code.Shape shape(FactType<?> of, FactType<?> field) {
      FactType<?> holder = of.shape() == Shape.OPTIONAL ? of.element() : of;
      if (holder.shape() != Shape.STRUCT) {
        return Code.Shape.ANY;
      }
      return switch (field.shape()) {
        case BOOL -> Code.Shape.BOOL;
        case INT -> Code.Shape.INT;
        case DOUBLE -> Code.Shape.NUMBER;
        case STRING -> Code.Shape.STRING;
        case LIST -> Code.Shape.LIST;
        case MAP, STRUCT -> Code.Shape.MAP;
        default -> Code.Shape.ANY;
      };
    }

    private FactType<?> field(FactType<?> of, Code.Select select) {
      String name = select.field();
      switch (of.shape()) {
        case DYN -> {
          return FactType.DYN;
        }
        case MAP -> {
          return of.element();
        }
        case STRUCT -> {
          FieldType fields = of.fields();
          FieldType found = fields == null ? null : fields.field(name);
          if (found != null) {
            return FactType.ofSchema(of.name() + "." + name, found);
          }
          if (fields == null || fields.open()) {
            return FactType.DYN;
          }
          String more =
              memberOf(of, name) != null
                  ? "; write " + name + "()"
                  : didYouMean(name, fields.fieldNames());
          problems.add(new Problem(select.offset(), of.name() + " has no field " + name + more));
          return FactType.DYN;
        }
        case FACT -> {
          Catalogue.Type<?> type = catalogue.type(of.name());
          Catalogue.Field<?> found = type == null ? null : type.field(name);
          if (found != null) {
            return found.type();
          }
          if (of.equals(FactType.OBJECT)) {
            return name.equals("apiVersion") || name.equals("kind")
                ? FactType.STRING
                : FactType.DYN;
          }
          Set<String> known = new TreeSet<>();
          if (type != null) {
            type.fields().forEach(field -> known.add(field.name()));
          }
          String more =
              memberOf(of, name) != null ? "; write " + name + "()" : didYouMean(name, known);
          problems.add(new Problem(select.offset(), of.name() + " has no field " + name + more));
          return FactType.DYN;
        }
        default -> {
          problems.add(new Problem(select.offset(), of.name() + " has no field " + name));
          return FactType.DYN;
        }
      }
    }

    private Catalogue.@Nullable Call memberOf(FactType<?> receiver, String name) {
      for (Catalogue.Call call : members.getOrDefault(name, List.of())) {
        if (isOf(call, receiver)) {
          return call;
        }
      }
      return null;
    }

    // --- literals ----------------------------------------------------------------

    private Typed list(Code.ListOf list) {
      List<Code> codes = new ArrayList<>();
      FactType<?> element = null;
      for (Code item : list.items()) {
        Typed typed = type(item);
        codes.add(typed.code);
        element = element == null ? typed.type : join(element, typed.type);
      }
      return new Typed(new Code.ListOf(list.offset(), codes), FactType.list(orDyn(element)));
    }

    private Typed map(Code.MapOf map) {
      List<Code> keys = new ArrayList<>();
      List<Code> values = new ArrayList<>();
      FactType<?> value = null;
      boolean byText = true;
      for (int i = 0; i < map.keys().size(); i++) {
        Typed key = type(map.keys().get(i));
        byText &= fits(key.type, FactType.STRING);
        if (!fits(key.type, FactType.STRING)
            && !fits(key.type, FactType.INT)
            && !fits(key.type, FactType.BOOL)) {
          wrong(key.code, map.keys().get(i).offset(), key.type + " cannot be a key");
        }
        keys.add(key.code);
        Typed typed = type(map.values().get(i));
        values.add(typed.code);
        value = value == null ? typed.type : join(value, typed.type);
      }
      // Only maps by text have a type of their own; manifests have no others.
      FactType<?> type = byText ? FactType.map(orDyn(value)) : FactType.DYN;
      return new Typed(new Code.MapOf(map.offset(), keys, values), type);
    }

    // --- macros --------------------------------------------------------------------

    private Typed macro(Code.Macro macro) {
      Typed range = type(macro.range());
      boolean overOptional = macro.name().startsWith("opt");
      FactType<?> item =
          switch (range.type.shape()) {
            case LIST -> overOptional ? null : range.type.element();
            case MAP, STRUCT -> overOptional ? null : FactType.STRING;
            case OPTIONAL -> overOptional ? range.type.element() : null;
            case DYN -> FactType.DYN;
            default -> null;
          };
      if (item == null) {
        wrong(
            macro,
            macro.offset(),
            macro.name()
                + " needs "
                + (overOptional ? "an optional" : "a list or map")
                + ", not "
                + range.type
                + (range.type.shape() == Shape.OPTIONAL ? "; unwrap it with orValue()" : ""));
        item = FactType.DYN;
      }
      FactType<?> hidden = locals.put(macro.item(), item);
      List<Typed> body = macro.body().stream().map(this::type).toList();
      if (hidden == null) {
        locals.remove(macro.item());
      } else {
        locals.put(macro.item(), hidden);
      }
      FactType<?> last = body.get(body.size() - 1).type;
      FactType<?> type =
          switch (macro.name()) {
            case "map", "filterMap" -> FactType.list(last);
            case "filter" -> FactType.list(item);
            case "optMap" -> FactType.optional(last);
            case "optFlatMap" -> last.shape() == Shape.OPTIONAL ? last : FactType.optional(last);
            default -> FactType.BOOL;
          };
      if (macro.name().equals("optFlatMap") && !isShape(last, Shape.OPTIONAL)) {
        wrong(macro, macro.body().get(0).offset(), "optFlatMap needs an optional, not " + last);
      } else if (!macro.name().equals("map") && !overOptional) {
        truth(body.get(0), macro.body().get(0).offset(), macro.name());
      }
      return new Typed(
          new Code.Macro(
              macro.offset(),
              macro.name(),
              range.code,
              macro.item(),
              body.stream().map(Typed::code).toList()),
          type);
    }

    private void truth(Typed value, int offset, String who) {
      if (!fits(value.type, FactType.BOOL)) {
        wrong(value.code, offset, who + " needs a bool, not " + value.type);
      }
    }

    private static boolean isNumber(FactType<?> type) {
      return type.shape() == Shape.INT || type.shape() == Shape.DOUBLE;
    }

    private static boolean isShape(FactType<?> type, Shape shape) {
      return type.shape() == shape || type.shape() == Shape.DYN;
    }

    // --- operators and functions ---------------------------------------------------

    private Typed call(Code.Call call) {
      List<Typed> args = call.args().stream().map(this::type).toList();
      boolean member = call.function().startsWith(".");
      String name = member ? call.function().substring(1) : call.function();
      List<Catalogue.Call> named = (member ? members : globals).getOrDefault(name, List.of());
      int before = problems.size();
      FactType<?> standard = standard(call, name, member, args);
      List<Problem> wrong = List.copyOf(problems.subList(before, problems.size()));
      if (named.isEmpty()) {
        if (standard == null) {
          return unknownFunction(call, name, member, args);
        }
        return new Typed(rewritten(call, name, List.of(), args), standard);
      }
      if (!wrong.isEmpty()) {
        if (member && named.stream().noneMatch(c -> isOf(c, args.get(0).type))) {
          return new Typed(call, FactType.DYN);
        }
        // A standard name that facts have too: only what fits neither is wrong.
        problems.subList(before, problems.size()).clear();
        standard = null;
      }
      return overloaded(call, name, named, args, standard);
    }

    private boolean isOf(Catalogue.Call call, FactType<?> receiver) {
      return call.receiver() != null && fits(receiver, call.receiver());
    }

    private Code.Call rewritten(
        Code.Call call, String name, List<String> overloads, List<Typed> args) {
      return new Code.Call(call.offset(), name, overloads, args.stream().map(Typed::code).toList());
    }

    private Typed overloaded(
        Code.Call call,
        String name,
        List<Catalogue.Call> named,
        List<Typed> args,
        @Nullable FactType<?> standard) {
      List<String> ids = new ArrayList<>();
      FactType<?> type = standard;
      for (Catalogue.Call candidate : named) {
        List<FactType<?>> wanted = candidate.argumentTypes();
        if (wanted.size() != args.size()) {
          continue;
        }
        Map<String, FactType<?>> bound = new HashMap<>();
        boolean fit = true;
        for (int i = 0; i < wanted.size() && fit; i++) {
          fit = fits(args.get(i).type, wanted.get(i), bound);
        }
        if (fit) {
          ids.add(candidate.id());
          FactType<?> result = substitute(candidate.result(), bound);
          type = type == null ? result : join(type, result);
          kinds(wanted, call);
        }
      }
      if (type == null) {
        return mismatch(call, name, named, args);
      }
      return new Typed(rewritten(call, name, ids, args), type);
    }

    /** Checks the kinds that a call names as literals. */
    private void kinds(List<FactType<?>> wanted, Code.Call call) {
      for (int i = 0; i < wanted.size(); i++) {
        if (wanted.get(i).shape() == Shape.KIND
            && call.args().get(i) instanceof Code.Const constant
            && constant.value() instanceof String written) {
          String problem = KindNames.problem(written);
          if (problem != null) {
            problems.add(new Problem(constant.offset(), problem));
          }
        }
      }
    }

    private static FactType<?> substitute(FactType<?> type, Map<String, FactType<?>> bound) {
      return switch (type.shape()) {
        case PARAMETER -> {
          FactType<?> known = bound.get(type.name());
          yield known == null ? FactType.DYN : known;
        }
        case LIST -> FactType.list(substitute(type.element(), bound));
        case MAP -> FactType.map(substitute(type.element(), bound));
        case OPTIONAL -> FactType.optional(substitute(type.element(), bound));
        default -> type;
      };
    }

    private Typed mismatch(
        Code.Call call, String name, List<Catalogue.Call> named, List<Typed> args) {
      boolean member = call.function().startsWith(".");
      List<Catalogue.Call> ofReceiver =
          member ? named.stream().filter(c -> isOf(c, args.get(0).type)).toList() : named;
      if (ofReceiver.isEmpty()) {
        String owners =
            named.stream()
                .map(c -> String.valueOf(c.receiver()))
                .distinct()
                .collect(Collectors.joining(" and "));
        String receiver = args.get(0).type.toString();
        String unwrap =
            args.get(0).type.shape() == Shape.OPTIONAL
                ? "; unwrap it with orValue() or value()"
                : "";
        return wrong(
            call,
            call.offset(),
            name + "() is a function of " + owners + ", not of " + receiver + unwrap);
      }
      String takes =
          ofReceiver.stream().map(c -> signature(c)).distinct().collect(Collectors.joining(" or "));
      String given =
          args.stream()
              .skip(member ? 1 : 0)
              .map(arg -> arg.type.toString())
              .collect(Collectors.joining(", ", "(", ")"));
      return wrong(call, call.offset(), name + " takes " + takes + ", not " + given);
    }

    private Typed unknownFunction(Code.Call call, String name, boolean member, List<Typed> args) {
      String leftOut = LEFT_OUT.get(name);
      if (leftOut != null) {
        return wrong(call, call.offset(), "rules have no " + name + "(): " + leftOut);
      }
      Set<String> known = new TreeSet<>();
      if (member) {
        FactType<?> receiver = args.get(0).type;
        members.forEach(
            (other, calls) -> {
              if (memberOf(receiver, other) != null) {
                known.add(other);
              }
            });
        known.addAll(Standard.MEMBERS);
        known.addAll(List.of("all", "exists", "exists_one", "filter", "map"));
        String elsewhere =
            globals.containsKey(name) || Standard.GLOBALS.contains(name)
                ? "; write " + name + "(…) without a dot before it"
                : didYouMean(name, known);
        return wrong(call, call.offset(), receiver + " has no function " + name + elsewhere);
      }
      known.addAll(globals.keySet());
      known.addAll(Standard.GLOBALS);
      String elsewhere =
          members.containsKey(name) || Standard.MEMBERS.contains(name)
              ? "; write it after a dot: x." + name + "(…)"
              : didYouMean(name, known);
      return wrong(call, call.offset(), "no function " + name + elsewhere);
    }

    /** The type of an operator or standard function; null for a name that is neither. */
    private @Nullable FactType<?> standard(
        Code.Call call, String name, boolean member, List<Typed> args) {
      if (member ? !Standard.MEMBERS.contains(name) : isOverride(name, args)) {
        return null;
      }
      return switch (name) {
        case "_&&_", "_||_", "!_" -> {
          for (int i = 0; i < args.size(); i++) {
            truth(args.get(i), call.args().get(i).offset(), operator(name));
          }
          yield FactType.BOOL;
        }
        case "_==_", "_!=_" -> {
          FactType<?> a = args.get(0).type;
          FactType<?> b = args.get(1).type;
          if (!fits(a, b) && !fits(b, a)) {
            String more =
                a.shape() == Shape.NULL || b.shape() == Shape.NULL
                    ? "; a field that is null is absent: ask has()"
                    : a.shape() == Shape.OPTIONAL || b.shape() == Shape.OPTIONAL
                        ? "; unwrap it with orValue()"
                        : "";
            wrong(call, call.offset(), a + " and " + b + " are never equal" + more);
          }
          yield FactType.BOOL;
        }
        case "_<_", "_<=_", "_>_", "_>=_" -> {
          if (args.stream().allMatch(arg -> isNumber(arg.type))) {
            yield FactType.BOOL;
          }
          arithmetic(call, name, args, Set.of(Shape.INT, Shape.DOUBLE, Shape.STRING, Shape.BOOL));
          yield FactType.BOOL;
        }
        case "_+_" -> {
          Set<Shape> shapes = Set.of(Shape.INT, Shape.DOUBLE, Shape.STRING, Shape.LIST);
          yield arithmetic(call, name, args, shapes);
        }
        case "_-_", "_*_", "_/_" -> arithmetic(call, name, args, Set.of(Shape.INT, Shape.DOUBLE));
        case "_%_" -> arithmetic(call, name, args, Set.of(Shape.INT));
        case "-_" -> arithmetic(call, name, args, Set.of(Shape.INT, Shape.DOUBLE));
        case "@in" -> {
          FactType<?> in = args.get(1).type;
          FactType<?> element =
              switch (in.shape()) {
                case LIST -> in.element();
                case MAP, STRUCT -> FactType.STRING;
                case DYN -> FactType.DYN;
                default -> null;
              };
          if (element == null) {
            wrong(call, call.offset(), "in needs a list or map, not " + in);
          } else if (!fits(args.get(0).type, element) && !fits(element, args.get(0).type)) {
            wrong(call, call.offset(), args.get(0).type + " is never in " + in);
          }
          yield FactType.BOOL;
        }
        case "_?_:_" -> {
          truth(args.get(0), call.args().get(0).offset(), "?:");
          FactType<?> yes = beside(args.get(1), args.get(2).type);
          FactType<?> no = beside(args.get(2), yes);
          if (!fits(yes, no) && !fits(no, yes)) {
            wrong(
                call, call.offset(), "?: gives " + yes + " or " + no + "; both must have one type");
          }
          yield join(yes, no);
        }
        case "_[_]", "_[?_]" -> index(call, name, args);
        case "size" -> {
          arity(call, name, member, args, 1);
          FactType<?> of = args.isEmpty() ? FactType.DYN : args.get(0).type;
          switch (of.shape()) {
            case STRING, LIST, MAP, STRUCT, DYN -> {}
            default -> wrong(call, call.offset(), of + " has no size");
          }
          yield FactType.INT;
        }
        case "contains", "startsWith", "endsWith", "matches" -> {
          if (arity(call, name, member, args, 2)) {
            for (int i = 0; i < 2; i++) {
              if (!fits(args.get(i).type, FactType.STRING)) {
                String more =
                    name.equals("contains") && args.get(0).type.shape() == Shape.LIST
                        ? "; write x in list"
                        : "";
                wrong(
                    call,
                    call.args().get(i).offset(),
                    name + " needs a string, not " + args.get(i).type + more);
              }
            }
            regex(name, call.args().get(1));
          }
          yield FactType.BOOL;
        }
        case "hasValue" -> {
          optionalOf(call, name, args);
          yield FactType.BOOL;
        }
        case "value" -> optionalOf(call, name, args);
        case "orValue" -> {
          FactType<?> element = optionalOf(call, name, args);
          if (arity(call, name, member, args, 2)) {
            FactType<?> other = beside(args.get(1), element);
            if (!fits(other, element) && !fits(element, other)) {
              wrong(
                  call, call.args().get(1).offset(), "orValue needs " + element + ", not " + other);
            }
            yield join(element, other);
          }
          yield element;
        }
        case "or" -> {
          optionalOf(call, name, args);
          if (arity(call, name, member, args, 2)) {
            FactType<?> mine = args.get(0).type;
            FactType<?> other = args.get(1).type;
            if (!isShape(other, Shape.OPTIONAL) || (!fits(other, mine) && !fits(mine, other))) {
              wrong(call, call.args().get(1).offset(), "or needs " + mine + ", not " + other);
            }
            yield join(mine, other);
          }
          yield args.get(0).type;
        }
        case "optional.of" -> {
          arity(call, name, member, args, 1);
          yield FactType.optional(orDyn(args.isEmpty() ? null : args.get(0).type));
        }
        case "optional.none" -> FactType.optional(FactType.DYN);
        case "string", "int", "double", "bool", "dyn", "isKnown" -> {
          arity(call, name, member, args, 1);
          if (!args.isEmpty() && !name.equals("dyn") && !name.equals("isKnown")) {
            scalar(call, name, args.get(0).type);
          }
          yield switch (name) {
            case "string" -> FactType.STRING;
            case "int" -> FactType.INT;
            case "double" -> FactType.DOUBLE;
            case "dyn" -> FactType.DYN;
            default -> FactType.BOOL;
          };
        }
        default -> null;
      };
    }

    /** The type of a value beside another: an empty literal has that of its neighbour. */
    private FactType<?> beside(Typed value, FactType<?> neighbour) {
      boolean isEmpty =
          (value.code instanceof Code.ListOf list && list.items().isEmpty())
              || (value.code instanceof Code.MapOf map && map.keys().isEmpty());
      return isEmpty && fits(neighbour, value.type) ? neighbour : value.type;
    }

    /** Whether a global function is no standard one. */
    private boolean isOverride(String name, List<Typed> args) {
      boolean operator = name.indexOf('_') >= 0 || name.startsWith("@");
      return !operator && !Standard.GLOBALS.contains(name) && !args.isEmpty();
    }

    private void scalar(Code.Call call, String name, FactType<?> type) {
      boolean possible =
          switch (type.shape()) {
            case STRING, KIND, DYN -> true;
            case BOOL -> name.equals("string") || name.equals("bool");
            case INT, DOUBLE -> !name.equals("bool");
            default -> false;
          };
      if (possible) {
        return;
      }
      switch (type.shape()) {
        case OPTIONAL ->
            wrong(
                call,
                call.offset(),
                name + " needs a value, not " + type + "; unwrap it with orValue()");
        default -> wrong(call, call.offset(), name + " cannot be made of " + type);
      }
    }

    private boolean arity(
        Code.Call call, String name, boolean member, List<Typed> args, int wanted) {
      if (args.size() == wanted) {
        return true;
      }
      int shown = member ? wanted - 1 : wanted;
      wrong(
          call,
          call.offset(),
          name + " takes " + shown + (shown == 1 ? " argument" : " arguments"));
      return false;
    }

    private FactType<?> optionalOf(Code.Call call, String name, List<Typed> args) {
      FactType<?> type = args.get(0).type;
      if (type.shape() == Shape.OPTIONAL) {
        return type.element();
      }
      if (type.shape() != Shape.DYN) {
        String more =
            call.args().get(0) instanceof Code.Select select && select.mode() == Mode.VALUE
                ? "; write .?" + select.field()
                : "";
        wrong(call, call.offset(), name + " needs an optional, not " + type + more);
      }
      return FactType.DYN;
    }

    private void regex(String name, Code written) {
      if (name.equals("matches")
          && written instanceof Code.Const constant
          && constant.value() instanceof String text) {
        try {
          Regex.compile(text);
        } catch (PatternSyntaxException e) {
          wrong(written, written.offset(), "no regular expression: " + e.getDescription());
        }
      }
    }

    private FactType<?> index(Code.Call call, String name, List<Typed> args) {
      FactType<?> of = args.get(0).type;
      boolean chained = of.shape() == Shape.OPTIONAL;
      FactType<?> holder = chained ? of.element() : of;
      FactType<?> key = args.get(1).type;
      FactType<?> element = FactType.DYN;
      boolean fit =
          switch (holder.shape()) {
            case LIST -> fits(key, FactType.INT);
            case MAP, STRUCT -> fits(key, FactType.STRING);
            case DYN -> true;
            default -> holder.equals(FactType.OBJECT) && fits(key, FactType.STRING);
          };
      if (!fit) {
        wrong(call, call.offset(), holder + " has no element by " + key);
      } else if (holder.shape() == Shape.LIST || holder.shape() == Shape.MAP) {
        element = holder.element();
      }
      return chained || name.equals("_[?_]") ? optional(element) : element;
    }

    private FactType<?> arithmetic(
        Code.Call call, String name, List<Typed> args, Set<Shape> shapes) {
      FactType<?> result = FactType.DYN;
      for (Typed arg : args) {
        if (arg.type.shape() == Shape.DYN) {
          continue;
        }
        boolean same =
            result.shape() == Shape.DYN || fits(arg.type, result) || fits(result, arg.type);
        if (!shapes.contains(arg.type.shape()) || !same) {
          String given =
              args.stream().map(a -> a.type.toString()).collect(Collectors.joining(" and "));
          String more =
              args.stream().anyMatch(a -> a.type.shape() == Shape.OPTIONAL)
                  ? "; unwrap it with orValue()"
                  : name.equals("_+_")
                          && args.stream().anyMatch(a -> a.type.shape() == Shape.STRING)
                      ? "; make a text of it with string()"
                      : "";
          wrong(call, call.offset(), operator(name) + " does not take " + given + more);
          return FactType.DYN;
        }
        result = result.shape() == Shape.DYN ? arg.type : join(result, arg.type);
      }
      return result;
    }
  }

  private static FactType<?> orDyn(@Nullable FactType<?> type) {
    return type == null ? FactType.DYN : type;
  }

  private static String signature(Catalogue.Call call) {
    return call.params().stream()
        .map(param -> param.name() + ": " + param.type())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String operator(String function) {
    return function.replace("_", "");
  }

  static String didYouMean(String written, Iterable<String> known) {
    String nearest = Nearest.of(written, known);
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }

  /** The names of CEL's own functions. */
  static final class Standard {
    static final Set<String> GLOBALS =
        Set.of(
            "size",
            "string",
            "int",
            "double",
            "bool",
            "dyn",
            "matches",
            "isKnown",
            "optional.of",
            "optional.none");
    static final Set<String> MEMBERS =
        Set.of(
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "hasValue",
            "value",
            "orValue",
            "or");

    private Standard() {}
  }
}
