package meshlint.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.source.Regex;
import org.jspecify.annotations.Nullable;

/**
 * Turns checked expressions into runnable ones: a closure a node. CEL's semantics are kept, errors
 * and unknown values in {@code &&}, {@code ||}, {@code ?:} and comprehensions included; a test
 * compares it with cel-java.
 */
final class Linker {
  private static final Object UNKNOWN = Unknown.UNKNOWN;

  /** Steps that a fact costs, beside those that its result costs. */
  private static final int FACT = 5;

  private final Catalogue catalogue;
  private final Map<String, Integer> slots;

  /**
   * A linker for the expressions of one rule.
   *
   * @param slots where the scope keeps the rule's variables, by name: {@code object}, {@code
   *     variables.target}
   */
  Linker(Catalogue catalogue, Map<String, Integer> slots) {
    this.catalogue = catalogue;
    this.slots = slots;
  }

  /** The runnable form of an expression. */
  Expression link(Code code) {
    Locals locals = new Locals();
    Eval eval = link(code, locals);
    return new Expression(eval, locals.most, code);
  }

  /** The variables that comprehensions bind, the innermost last. */
  private static final class Locals {
    final List<String> names = new ArrayList<>();
    int most;

    int push(String name) {
      names.add(name);
      most = Math.max(most, names.size());
      return names.size() - 1;
    }

    void pop() {
      names.remove(names.size() - 1);
    }
  }

  private Eval link(Code code, Locals locals) {
    if (code instanceof Code.Const constant) {
      Object value = constant.value();
      return frame -> value;
    } else if (code instanceof Code.Var variable) {
      return variable(variable, locals);
    } else if (code instanceof Code.Select select) {
      return select(select, locals);
    } else if (code instanceof Code.Call call) {
      return call(call, locals);
    } else if (code instanceof Code.ListOf list) {
      return list(list, locals);
    } else if (code instanceof Code.MapOf map) {
      return map(map, locals);
    }
    return macro((Code.Macro) code, locals);
  }

  private Eval[] linkAll(List<Code> codes, Locals locals) {
    Eval[] out = new Eval[codes.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = link(codes.get(i), locals);
    }
    return out;
  }

  // --- variables and fields ----------------------------------------------------

  private Eval variable(Code.Var variable, Locals locals) {
    int local = locals.names.lastIndexOf(variable.name());
    if (local >= 0) {
      return frame -> {
        Object value = frame.get(local);
        if (value instanceof EvaluationException failed) {
          throw failed;
        }
        return value;
      };
    }
    Integer slot = slots.get(variable.name());
    if (slot != null) {
      int at = slot;
      return frame -> frame.scope.get(at);
    }
    Catalogue.Variable<?> global = catalogue.variable(variable.name());
    if (global == null) {
      throw new IllegalStateException("no variable " + variable.name());
    }
    return frame -> frame.scope.global(global);
  }

  private Eval select(Code.Select select, Locals locals) {
    if (select.operand() instanceof Code.Var variable && !locals.names.contains(variable.name())) {
      Integer slot = slots.get(variable.name() + "." + select.field());
      if (slot != null) {
        int at = slot;
        return frame -> frame.scope.get(at);
      }
    }
    Eval operand = link(select.operand(), locals);
    FieldReader reader = new FieldReader(catalogue, select.field(), select.shape());
    int offset = select.offset();
    return switch (select.mode()) {
      case VALUE ->
          frame -> {
            Object of = operand.eval(frame);
            if (of == UNKNOWN) {
              return UNKNOWN;
            }
            if (of instanceof Optional<?> optional) {
              if (optional.isPresent() && !reader.hasFields(optional.get())) {
                throw reader.missing(optional.get()).at(offset);
              }
              return optional.isEmpty() ? optional : optional(reader.read(optional.get()));
            }
            Object value = reader.read(of);
            if (value == null) {
              throw reader.missing(of).at(offset);
            }
            return value;
          };
      case PRESENCE ->
          frame -> {
            Object of = operand.eval(frame);
            if (of == UNKNOWN) {
              return UNKNOWN;
            }
            if (of instanceof Optional<?> optional) {
              return optional.isPresent() && isPresent(reader.read(optional.get()));
            }
            if (!reader.hasFields(of)) {
              throw reader.missing(of).at(offset);
            }
            return isPresent(reader.read(of));
          };
      case OPTIONAL ->
          frame -> {
            Object of = operand.eval(frame);
            if (of == UNKNOWN) {
              return UNKNOWN;
            }
            if (of instanceof Optional<?> optional) {
              return optional.isEmpty() ? optional : optional(reader.read(optional.get()));
            }
            return optional(reader.read(of));
          };
    };
  }

  private static boolean isPresent(@Nullable Object value) {
    return value != null && !(value instanceof Optional<?> optional && optional.isEmpty());
  }

  private static Object optional(@Nullable Object value) {
    if (value == UNKNOWN || value instanceof Optional<?>) {
      return value;
    }
    return Optional.ofNullable(value);
  }

  /** Reads one field of values of any type, remembering the type of the last fact. */
  private static final class FieldReader {
    private final Catalogue catalogue;
    private final String field;
    private final Code.Shape shape;
    private volatile @Nullable Found<?> last;

    FieldReader(Catalogue catalogue, String field, Code.Shape shape) {
      this.catalogue = catalogue;
      this.field = field;
      this.shape = shape;
    }

    /**
     * The value; null where there is no such field or the value has not the shape of the schema.
     */
    @Nullable Object read(Object of) {
      if (of instanceof Map<?, ?> map) {
        return shaped(map.get(field));
      }
      if (of instanceof KubeObject object) {
        return shaped(object.root().get(field));
      }
      Found<?> known = last;
      if (known == null || known.javaClass != of.getClass()) {
        known = find(of);
        if (known == null) {
          return null;
        }
        last = known;
      }
      return known.read(of);
    }

    /** Whether a value is of a type that has fields. */
    boolean hasFields(Object of) {
      return of instanceof Map<?, ?> || of instanceof KubeObject || catalogue.typeOf(of) != null;
    }

    /** Why {@link #read} gives nothing. */
    EvaluationException missing(Object of) {
      Map<?, ?> map =
          of instanceof KubeObject object ? object.root() : of instanceof Map<?, ?> m ? m : null;
      Object value = map == null ? null : map.get(field);
      if (value != null) {
        return EvaluationException.unreadable(field + " is a " + Values.typeName(value));
      }
      if (!hasFields(of)) {
        return EvaluationException.unreadable(
            "a " + Values.typeName(of) + " has no field " + field);
      }
      if (of instanceof KubeObject && field.equals("spec")) {
        // Where everything is missing there is nothing to judge.
        return EvaluationException.unreadable("it has no spec");
      }
      return new EvaluationException("no such field: " + field);
    }

    private @Nullable Object shaped(@Nullable Object value) {
      return value != null && shape.fits(value) ? value : null;
    }

    private @Nullable Found<?> find(Object of) {
      Catalogue.Type<?> type = catalogue.typeOf(of);
      return type == null ? null : found(type, of.getClass());
    }

    private <R> @Nullable Found<R> found(Catalogue.Type<R> type, Class<?> javaClass) {
      Catalogue.Field<R> known = type.field(field);
      return known == null ? null : new Found<>(javaClass, type, known);
    }

    private record Found<R>(Class<?> javaClass, Catalogue.Type<R> type, Catalogue.Field<R> field) {
      Object read(Object of) {
        return Catalogue.toRule(field.type(), type.get(field, of));
      }
    }
  }

  // --- literals ------------------------------------------------------------------

  private Eval list(Code.ListOf list, Locals locals) {
    Eval[] items = linkAll(list.items(), locals);
    return frame -> {
      frame.spend(items.length);
      List<Object> out = new ArrayList<>(items.length);
      for (Eval item : items) {
        Object value = item.eval(frame);
        if (value == UNKNOWN) {
          return UNKNOWN;
        }
        out.add(value);
      }
      return out;
    };
  }

  private Eval map(Code.MapOf map, Locals locals) {
    Eval[] keys = linkAll(map.keys(), locals);
    Eval[] values = linkAll(map.values(), locals);
    return frame -> {
      frame.spend(keys.length);
      Map<Object, Object> out = new LinkedHashMap<>();
      for (int i = 0; i < keys.length; i++) {
        Object key = keys[i].eval(frame);
        Object value = values[i].eval(frame);
        if (key == UNKNOWN || value == UNKNOWN) {
          return UNKNOWN;
        }
        if (!Values.isKey(key)) {
          throw Values.mismatch("a key", key).at(map.offset());
        }
        if (out.put(key, value) != null) {
          throw new EvaluationException("a map has the key " + key + " twice", map.offset());
        }
      }
      return out;
    };
  }

  // --- macros ----------------------------------------------------------------------

  private Eval macro(Code.Macro macro, Locals locals) {
    Eval range = link(macro.range(), locals);
    int item = locals.push(macro.item());
    Eval[] body = linkAll(macro.body(), locals);
    locals.pop();
    int offset = macro.offset();
    return switch (macro.name()) {
      case "all" -> quantified(range, item, body[0], offset, false);
      case "exists" -> quantified(range, item, body[0], offset, true);
      case "exists_one" -> existsOne(range, item, body[0], offset);
      case "filter" -> collect(range, item, body[0], null, offset);
      case "map" -> collect(range, item, null, body[0], offset);
      case "filterMap" -> collect(range, item, body[0], body[1], offset);
      case "optMap" -> overOptional(range, item, body[0], true);
      case "optFlatMap" -> overOptional(range, item, body[0], false);
      default -> throw new IllegalStateException("no macro " + macro.name());
    };
  }

  /** {@code exists} where {@code decides} is true, {@code all} where it is false. */
  private static Eval quantified(Eval range, int item, Eval body, int offset, boolean decides) {
    String name = decides ? "exists" : "all";
    return frame -> {
      Object over = range.eval(frame);
      if (over == UNKNOWN) {
        return UNKNOWN;
      }
      boolean unknown = false;
      EvaluationException failed = null;
      for (Object each : iterable(over, offset)) {
        frame.spend(1);
        frame.set(item, each);
        try {
          Object value = body.eval(frame);
          if (value == UNKNOWN) {
            unknown = true;
          } else if (truth(value, name) == decides) {
            return decides;
          }
        } catch (EvaluationException e) {
          failed = failed == null ? e : EvaluationException.either(failed, e);
        }
      }
      if (unknown) {
        return UNKNOWN;
      }
      if (failed != null) {
        throw failed;
      }
      return !decides;
    };
  }

  private static Eval existsOne(Eval range, int item, Eval body, int offset) {
    return frame -> {
      Object over = range.eval(frame);
      if (over == UNKNOWN) {
        return UNKNOWN;
      }
      int found = 0;
      boolean unknown = false;
      for (Object each : iterable(over, offset)) {
        frame.spend(1);
        frame.set(item, each);
        Object value = body.eval(frame);
        if (value == UNKNOWN) {
          unknown = true;
        } else if (truth(value, "exists_one")) {
          found++;
        }
      }
      return unknown && found < 2 ? UNKNOWN : (Object) (found == 1);
    };
  }

  private static Eval collect(
      Eval range, int item, @Nullable Eval condition, @Nullable Eval value, int offset) {
    return frame -> {
      Object over = range.eval(frame);
      if (over == UNKNOWN) {
        return UNKNOWN;
      }
      List<Object> out = new ArrayList<>();
      for (Object each : iterable(over, offset)) {
        frame.spend(1);
        frame.set(item, each);
        if (condition != null) {
          Object kept = condition.eval(frame);
          if (kept == UNKNOWN) {
            return UNKNOWN;
          }
          if (!truth(kept, "filter")) {
            continue;
          }
        }
        Object made = value == null ? each : value.eval(frame);
        if (made == UNKNOWN) {
          return UNKNOWN;
        }
        out.add(made);
      }
      return out;
    };
  }

  private static Eval overOptional(Eval range, int item, Eval body, boolean wrap) {
    return frame -> {
      Object over = range.eval(frame);
      if (over == UNKNOWN) {
        return UNKNOWN;
      }
      if (!(over instanceof Optional<?> optional)) {
        throw Values.mismatch(wrap ? "optMap" : "optFlatMap", over);
      }
      if (optional.isEmpty()) {
        return optional;
      }
      frame.set(item, optional.get());
      Object made = body.eval(frame);
      return wrap && made != UNKNOWN ? Optional.of(made) : made;
    };
  }

  private static Iterable<?> iterable(Object range, int offset) {
    if (range instanceof List<?> list) {
      return list;
    }
    if (range instanceof Map<?, ?> map) {
      return map.keySet();
    }
    throw EvaluationException.unreadable("cannot go through a " + Values.typeName(range))
        .at(offset);
  }

  // --- calls -----------------------------------------------------------------------

  private Eval call(Code.Call call, Locals locals) {
    Eval[] args = linkAll(call.args(), locals);
    if (call.overloads().isEmpty()) {
      return standard(call, args);
    }
    List<Catalogue.Call> candidates = new ArrayList<>();
    for (String id : call.overloads()) {
      Catalogue.Call found = catalogue.function(id);
      if (found == null) {
        throw new IllegalStateException("no function " + id);
      }
      candidates.add(found);
    }
    Strict fallback = STRICT.get(call.function());
    Candidate[] ready = candidates.stream().map(c -> new Candidate(c)).toArray(Candidate[]::new);
    int offset = call.offset();
    return frame -> {
      Object[] values = new Object[args.length];
      for (int i = 0; i < args.length; i++) {
        values[i] = args[i].eval(frame);
        if (values[i] == UNKNOWN) {
          return UNKNOWN;
        }
      }
      // A fact may look at much; a function of texts at each character of one for each of another.
      frame.spend(FACT + work(values));
      for (Candidate candidate : ready) {
        Object[] fitting = fit(candidate, values, frame.facts());
        if (fitting != null) {
          if (fitting == NOT_SUCH) {
            return UNKNOWN;
          }
          Object value =
              Catalogue.toRule(
                  candidate.call.result(), candidate.call.body().call(frame.facts(), fitting));
          if (value instanceof String text) {
            Values.text(text, frame);
          } else if (value instanceof List<?> list) {
            frame.spend(list.size() / 8);
          }
          return value;
        }
      }
      if (fallback != null) {
        return fallback.call(frame, values);
      }
      throw Values.mismatch(call.function(), values).at(offset);
    };
  }

  private static long work(Object[] values) {
    long work = 0;
    for (Object value : values) {
      if (value instanceof String text) {
        work = (work + 1) * (1 + text.length() / 64);
      }
    }
    return work;
  }

  private static final class Candidate {
    final Catalogue.Call call;
    final FactType<?>[] types;

    Candidate(Catalogue.Call call) {
      this.call = call;
      this.types = call.argumentTypes().toArray(FactType<?>[]::new);
    }
  }

  /** Says that an object is of the right kind but is not the fact that its kind stands for. */
  private static final Object[] NOT_SUCH = {};

  /** The arguments as a function takes them; null where they do not fit. */
  private Object @Nullable [] fit(Candidate candidate, Object[] values, Facts facts) {
    if (candidate.types.length != values.length) {
      return null;
    }
    Object[] out = values;
    for (int i = 0; i < values.length; i++) {
      Object converted = convert(candidate.types[i], values[i], facts);
      if (converted == null) {
        return null;
      }
      if (converted == UNKNOWN) {
        return NOT_SUCH;
      }
      if (converted != values[i]) {
        if (out == values) {
          out = values.clone();
        }
        out[i] = converted;
      }
    }
    return out;
  }

  /**
   * A value as the wanted type; null where it is none, {@link Unknown} for an object that is of the
   * right kind but not the fact that its kind stands for.
   */
  private @Nullable Object convert(FactType<?> wanted, Object value, Facts facts) {
    if (wanted.accepts(value)) {
      return switch (wanted.shape()) {
        case LIST -> convertItems(wanted.element(), (List<?>) value, facts);
        case MAP -> convertValues(wanted.element(), (Map<?, ?>) value);
        default -> value;
      };
    }
    if (value instanceof KubeObject object) {
      Catalogue.Type<?> type = catalogue.type(wanted.name());
      Catalogue.View<?> view = type == null ? null : type.view();
      Object fact = view == null ? null : view.of(facts, object);
      boolean isOfKind = view != null && view.kinds().contains(object.kind());
      return fact == null && isOfKind ? UNKNOWN : fact;
    }
    if (wanted.equals(FactType.OBJECT)) {
      Catalogue.Type<?> type = catalogue.typeOf(value);
      return type == null ? null : type.objectOf(value);
    }
    return null;
  }

  /** A list whose items have the wanted type; what a manifest has wrong among them is left out. */
  private @Nullable Object convertItems(FactType<?> wanted, List<?> list, Facts facts) {
    if (isAny(wanted)) {
      return list;
    }
    List<Object> out = null;
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      Object converted = convert(wanted, item, facts);
      boolean isWrong = converted == null || converted == UNKNOWN;
      if (isWrong && !(list instanceof ListNode)) {
        return null;
      }
      if (out == null && converted != item) {
        out = new ArrayList<>(list.subList(0, i));
      }
      if (out != null && converted != null && !isWrong) {
        out.add(converted);
      }
    }
    return out == null ? list : out;
  }

  /** A map whose values have the wanted type; what a manifest has wrong among them is left out. */
  private static @Nullable Object convertValues(FactType<?> wanted, Map<?, ?> map) {
    if (isAny(wanted) || map.values().stream().allMatch(wanted::accepts)) {
      return map;
    }
    if (!(map instanceof MapNode)) {
      return null;
    }
    Map<Object, Object> out = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (wanted.accepts(value)) {
            out.put(key, value);
          }
        });
    return out;
  }

  private static boolean isAny(FactType<?> type) {
    return type.shape() == FactType.Shape.DYN || type.shape() == FactType.Shape.PARAMETER;
  }

  private Eval standard(Code.Call call, Eval[] args) {
    return switch (call.function()) {
      case "_&&_" -> and(args[0], args[1]);
      case "_||_" -> or(args[0], args[1]);
      case "_?_:_" -> choose(args[0], args[1], args[2]);
      case "isKnown" -> frame -> isKnown(args[0], frame);
      case "orValue" -> orElse(args[0], args[1], true);
      case "or" -> orElse(args[0], args[1], false);
      case "matches" -> matches(call, args);
      default -> strict(call, args);
    };
  }

  private static boolean isKnown(Eval eval, Frame frame) {
    try {
      return eval.eval(frame) != UNKNOWN;
    } catch (EvaluationException e) {
      if (e.isUnreadable()) {
        return false;
      }
      throw e;
    }
  }

  private static boolean truth(Object value, String operator) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw Values.mismatch(operator, value);
  }

  private static Eval and(Eval left, Eval right) {
    return frame -> junction(frame, left, right, false);
  }

  private static Eval or(Eval left, Eval right) {
    return frame -> junction(frame, left, right, true);
  }

  /** {@code ||} where {@code decides} is true, {@code &&} where it is false. */
  private static Object junction(Frame frame, Eval left, Eval right, boolean decides) {
    Object first = null;
    EvaluationException failed = null;
    String operator = decides ? "||" : "&&";
    try {
      first = left.eval(frame);
      if (first != UNKNOWN && truth(first, operator) == decides) {
        return decides;
      }
    } catch (EvaluationException e) {
      failed = e;
    }
    Object second;
    try {
      second = right.eval(frame);
      if (second != UNKNOWN && truth(second, operator) == decides) {
        return decides;
      }
    } catch (EvaluationException e) {
      // Unknown beats an error: the part that is not known might decide.
      if (first == UNKNOWN) {
        return UNKNOWN;
      }
      throw failed == null ? e : EvaluationException.either(failed, e);
    }
    if (first == UNKNOWN || second == UNKNOWN) {
      return UNKNOWN;
    }
    if (failed != null) {
      throw failed;
    }
    return !decides;
  }

  private static Eval choose(Eval condition, Eval yes, Eval no) {
    return frame -> {
      Object value = condition.eval(frame);
      if (value == UNKNOWN) {
        return UNKNOWN;
      }
      return truth(value, "?:") ? yes.eval(frame) : no.eval(frame);
    };
  }

  private static Eval orElse(Eval optional, Eval other, boolean unwrap) {
    return frame -> {
      Object value = optional.eval(frame);
      if (value == UNKNOWN) {
        return UNKNOWN;
      }
      if (!(value instanceof Optional<?> known)) {
        throw Values.mismatch(unwrap ? "orValue" : "or", value);
      }
      if (known.isEmpty()) {
        return other.eval(frame);
      }
      return unwrap ? known.get() : known;
    };
  }

  private static Eval matches(Code.Call call, Eval[] args) {
    Map<String, Pattern> patterns = new ConcurrentHashMap<>();
    return frame -> {
      Object text = args[0].eval(frame);
      Object regex = args[1].eval(frame);
      if (text == UNKNOWN || regex == UNKNOWN) {
        return UNKNOWN;
      }
      if (!(text instanceof String in) || !(regex instanceof String written)) {
        throw Values.mismatch("matches", text, regex).at(call.offset());
      }
      frame.spend(1 + in.length() / 16L * (1 + Regex.size(written) / 16));
      Pattern pattern = patterns.get(written);
      if (pattern == null) {
        frame.spend(written.length());
        pattern = pattern(written, call.offset());
        if (patterns.size() < 100) {
          patterns.put(written, pattern);
        }
      }
      return pattern.matcher(in).find();
    };
  }

  /** A regular expression in RE2's syntax, which matches in time linear in the text. */
  private static Pattern pattern(String written, int offset) {
    try {
      return Regex.compile(written);
    } catch (PatternSyntaxException e) {
      throw new EvaluationException("no regular expression: " + e.getDescription(), offset);
    }
  }

  private Eval strict(Code.Call call, Eval[] args) {
    Strict function = STRICT.get(call.function());
    if (function == null) {
      throw new IllegalStateException("no function " + call.function());
    }
    int offset = call.offset();
    if (args.length == 2) {
      Eval first = args[0];
      Eval second = args[1];
      return frame -> {
        Object a = first.eval(frame);
        Object b = second.eval(frame);
        if (a == UNKNOWN || b == UNKNOWN) {
          return UNKNOWN;
        }
        try {
          return function.call(frame, a, b);
        } catch (EvaluationException e) {
          throw e.at(offset);
        }
      };
    }
    return frame -> {
      Object[] values = new Object[args.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = args[i].eval(frame);
        if (values[i] == UNKNOWN) {
          return UNKNOWN;
        }
      }
      try {
        return function.call(frame, values);
      } catch (EvaluationException e) {
        throw e.at(offset);
      }
    };
  }

  /** A function or operator whose arguments all have values. */
  private interface Strict {
    Object call(Frame frame, Object... args);
  }

  private static final Map<String, Strict> STRICT = strict();

  private static Map<String, Strict> strict() {
    Map<String, Strict> out = new HashMap<>();
    out.put("!_", (frame, a) -> !truth(a[0], "!"));
    out.put("-_", (frame, a) -> Values.negate(a[0]));
    out.put("_==_", (frame, a) -> Values.equal(a[0], a[1], frame));
    out.put("_!=_", (frame, a) -> !Values.equal(a[0], a[1], frame));
    out.put("_<_", (frame, a) -> Values.less(a[0], a[1], false, "<"));
    out.put("_<=_", (frame, a) -> Values.less(a[0], a[1], true, "<="));
    out.put("_>_", (frame, a) -> Values.less(a[1], a[0], false, ">"));
    out.put("_>=_", (frame, a) -> Values.less(a[1], a[0], true, ">="));
    out.put("_+_", (frame, a) -> Values.add(a[0], a[1], frame));
    out.put("_-_", (frame, a) -> Values.subtract(a[0], a[1]));
    out.put("_*_", (frame, a) -> Values.multiply(a[0], a[1]));
    out.put("_/_", (frame, a) -> Values.divide(a[0], a[1]));
    out.put("_%_", (frame, a) -> Values.modulo(a[0], a[1]));
    out.put("@in", (frame, a) -> Values.in(a[0], a[1], frame));
    out.put("_[_]", (frame, a) -> index(a[0], a[1]));
    out.put("_[?_]", (frame, a) -> optionalIndex(a[0], a[1]));
    out.put("size", (frame, a) -> Values.size(a[0]));
    out.put("string", (frame, a) -> Values.toText(a[0]));
    out.put("int", (frame, a) -> Values.toInt(a[0]));
    out.put("double", (frame, a) -> Values.toDouble(a[0]));
    out.put("bool", (frame, a) -> Values.toBool(a[0]));
    out.put("dyn", (frame, a) -> a[0]);
    out.put("contains", (frame, a) -> texts("contains", frame, a)[0].contains((String) a[1]));
    out.put("startsWith", (frame, a) -> texts("startsWith", frame, a)[0].startsWith((String) a[1]));
    out.put("endsWith", (frame, a) -> texts("endsWith", frame, a)[0].endsWith((String) a[1]));
    out.put("optional.of", (frame, a) -> Optional.of(a[0]));
    out.put("optional.none", (frame, a) -> Optional.empty());
    out.put("hasValue", (frame, a) -> optionalOf("hasValue", a[0]).isPresent());
    out.put(
        "value",
        (frame, a) -> {
          Optional<?> optional = optionalOf("value", a[0]);
          if (optional.isEmpty()) {
            throw new EvaluationException("an optional has no value");
          }
          return optional.get();
        });
    return out;
  }

  private static String[] texts(String function, Frame frame, Object... args) {
    if (args[0] instanceof String text && args[1] instanceof String other) {
      frame.spend((1 + text.length() / 64L) * (1 + other.length() / 64L));
      return new String[] {text, other};
    }
    throw Values.mismatch(function, args);
  }

  private static Optional<?> optionalOf(String function, Object value) {
    if (value instanceof Optional<?> optional) {
      return optional;
    }
    throw Values.mismatch(function, value);
  }

  private static Object index(Object of, Object key) {
    if (of instanceof Optional<?> optional) {
      return optional.isEmpty() ? optional : optionalIndex(optional.get(), key);
    }
    Object found = at(of, key);
    if (found == null) {
      throw new EvaluationException(
          of instanceof List<?> list
              ? "index " + key + " is outside of a list of " + list.size()
              : "no such key: " + key);
    }
    return found;
  }

  private static Object optionalIndex(Object of, Object key) {
    if (of instanceof Optional<?> optional) {
      return optional.isEmpty() ? optional : optionalIndex(optional.get(), key);
    }
    return Optional.ofNullable(at(of, key));
  }

  private static @Nullable Object at(Object of, Object key) {
    if (of instanceof Map<?, ?>
        && !(of instanceof MapNode ? key instanceof String : Values.isKey(key))) {
      throw Values.mismatch("[]", of, key);
    }
    if (of instanceof Map<?, ?> map) {
      return map.get(key);
    }
    if (of instanceof KubeObject object) {
      return object.root().get(key);
    }
    if (of instanceof List<?> list && key instanceof Long index) {
      return index >= 0 && index < list.size() ? list.get(index.intValue()) : null;
    }
    throw Values.mismatch("[]", of, key);
  }
}
