package meshlint.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import meshlint.finding.Confidence;
import meshlint.finding.Edit;
import meshlint.finding.Fix;
import meshlint.finding.Severity;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** A rule for one kind of object, ready to run. */
final class Program {
  private final Catalogue catalogue;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Linker linker;
  private final List<Expression> when;
  private final List<Bound> forEach;
  private final List<Bound> variables;
  private final @Nullable Expression expression;
  private final List<Choice<Severity>> severity;
  private final List<Choice<Confidence>> confidence;
  private final @Nullable Pointer at;
  private final @Nullable Expression cause;
  private final List<RelatedPart> related;
  private final Template message;
  private final @Nullable Template hint;
  private final @Nullable Repair fix;

  /**
   * Links a rule's expressions.
   *
   * @param parameters the values of its parameters, by name
   */
  Program(Catalogue catalogue, RuleCode code, Map<String, Object> parameters) {
    this.catalogue = catalogue;
    slot("object");
    slot("problem");
    code.forEach().forEach(binding -> slot(binding.name()));
    code.variables().forEach(binding -> slot("variables." + binding.name()));
    parameters.keySet().forEach(name -> slot("params." + name));
    for (RuleCode.Related part : code.related()) {
      if (part.forEach() != null) {
        slot(part.forEach().name());
      }
    }
    linker = new Linker(catalogue, slots);
    when = code.when().stream().map(linker::link).toList();
    forEach = code.forEach().stream().map(b -> bound(b.name(), b)).toList();
    List<Bound> bounds = new ArrayList<>();
    code.variables().forEach(b -> bounds.add(bound("variables." + b.name(), b)));
    parameters.forEach(
        (name, value) ->
            bounds.add(
                new Bound(slot("params." + name), linker.link(new Code.Const(0, value)), name)));
    variables = bounds;
    expression = linkOrNull(code.expression());
    severity = choices(code.severity());
    confidence = choices(code.confidence());
    at = code.at() == null ? null : new Pointer(code.at());
    cause = linkOrNull(code.cause());
    related = code.related().stream().map(RelatedPart::new).toList();
    message = new Template(code.message());
    hint = code.hint() == null ? null : new Template(code.hint());
    fix = code.fix() == null ? null : new Repair(code.fix());
  }

  private int slot(String name) {
    Integer known = slots.get(name);
    if (known != null) {
      return known;
    }
    int next = slots.size();
    slots.put(name, next);
    return next;
  }

  private Bound bound(String slot, RuleCode.Binding binding) {
    return new Bound(slot(slot), linker.link(binding.code()), slot);
  }

  private @Nullable Expression linkOrNull(@Nullable Code code) {
    return code == null ? null : linker.link(code);
  }

  private <T> List<Choice<T>> choices(List<RuleCode.Choice<T>> codes) {
    return codes.stream().map(c -> new Choice<>(linkOrNull(c.when()), c.value())).toList();
  }

  /**
   * What it says about an object; a problem of a file has no object.
   *
   * @param unreadable takes why the rule does not apply where the manifest holds values of a type
   *     that it cannot read
   */
  List<Judgement> judge(
      Facts facts,
      @Nullable KubeObject object,
      @Nullable Object problem,
      Consumer<String> unreadable) {
    Scope scope = new Scope(facts, slots.size());
    if (object != null) {
      scope.set(slot("object"), object);
    }
    if (problem != null) {
      scope.set(slot("problem"), problem);
    }
    for (Bound variable : variables) {
      scope.setLazy(variable.slot, variable.expression);
    }
    List<Judgement> out = new ArrayList<>();
    try {
      for (int i = 0; i < when.size(); i++) {
        Expression condition = when.get(i);
        if (!in("match.when", () -> truth(condition.eval(scope), false))) {
          return out;
        }
      }
      each(scope, object, 0, out, unreadable);
    } catch (EvaluationException e) {
      leave(e, unreadable);
    }
    return out;
  }

  /** Gives up where the manifest holds what the rule cannot read; a mistake of the rule goes on. */
  private static void leave(EvaluationException e, Consumer<String> unreadable) {
    if (!e.isUnreadable()) {
      throw e;
    }
    unreadable.accept(e.reason());
  }

  private void each(
      Scope scope,
      @Nullable KubeObject object,
      int depth,
      List<Judgement> out,
      Consumer<String> unreadable) {
    if (depth == forEach.size()) {
      try {
        judge(scope, object, out);
      } catch (EvaluationException e) {
        leave(e, unreadable);
      }
      return;
    }
    Bound list = forEach.get(depth);
    for (Object element : in("forEach", () -> elements(list.expression.eval(scope)))) {
      scope.spend(1);
      Scope inner = scope.copy();
      inner.set(list.slot, element);
      each(inner, object, depth + 1, out, unreadable);
    }
  }

  private static Collection<?> elements(Object value) {
    if (value instanceof Collection<?> list) {
      return list;
    }
    if (value instanceof Map<?, ?> map) {
      return map.keySet();
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(v -> (Collection<?>) List.of(v)).orElse(List.of());
    }
    if (value == Unknown.UNKNOWN) {
      return List.of();
    }
    throw Values.mismatch("forEach", value);
  }

  private void judge(Scope scope, @Nullable KubeObject object, List<Judgement> out) {
    Expression must = expression;
    if (must != null && in("expression", () -> truth(must.eval(scope), true))) {
      return;
    }
    Optional<Severity> worst = in("severity", () -> choose(severity, scope));
    if (worst.isEmpty()) {
      return;
    }
    Optional<Confidence> sure = in("confidence", () -> choose(confidence, scope));
    Pointer pointer = at;
    List<Place> places = pointer == null ? List.of() : in("at", () -> pointer.places(scope));
    Place place = !places.isEmpty() ? places.get(0) : object == null ? null : object.place();
    Expression shared = cause;
    Template advice = hint;
    Repair repair = fix;
    String hintText = advice == null ? "" : in("hint", () -> advice.text(scope));
    out.add(
        new Judgement(
            worst.get(),
            sure.orElse(Confidence.HIGH),
            place,
            in("message", () -> message.text(scope)),
            hintText.isEmpty() ? null : hintText,
            shared == null ? null : in("cause", () -> Values.show(shared.eval(scope))),
            in("related", () -> others(scope)),
            repair == null ? null : in("fix", () -> repair.make(scope)).orElse(null)));
  }

  private List<Judgement.Other> others(Scope scope) {
    List<Judgement.Other> out = new ArrayList<>();
    for (RelatedPart part : related) {
      part.add(scope, out);
    }
    return out;
  }

  private static <T> Optional<T> choose(List<Choice<T>> choices, Scope scope) {
    for (Choice<T> choice : choices) {
      if (choice.when == null || truth(choice.when.eval(scope), false)) {
        return Optional.of(choice.value);
      }
    }
    return Optional.empty();
  }

  /** A truth; what is not known counts as {@code unknown} says. */
  private static boolean truth(Object value, boolean unknown) {
    if (value == Unknown.UNKNOWN) {
      return unknown;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw EvaluationException.unreadable("gives a " + Values.typeName(value) + ", not a bool");
  }

  private interface Step<T> {
    T run();
  }

  /** Names the part of the rule in which an evaluation failed. */
  private static <T> T in(String part, Step<T> step) {
    try {
      return step.run();
    } catch (EvaluationException e) {
      throw e.in(part);
    }
  }

  private record Bound(int slot, Expression expression, String name) {}

  private record Choice<T>(@Nullable Expression when, T value) {}

  /** Text with expressions in it. */
  private final class Template {
    private final List<Object> parts = new ArrayList<>();

    Template(RuleCode.Text text) {
      for (Object part : text.parts()) {
        parts.add(part instanceof Code code ? linker.link(code) : part);
      }
    }

    String text(Scope scope) {
      StringBuilder out = new StringBuilder();
      for (Object part : parts) {
        if (part instanceof Expression code) {
          Object value = code.eval(scope);
          if (value == Unknown.UNKNOWN) {
            out.append("unknown");
          } else if (value instanceof String
              || value instanceof Number
              || value instanceof Boolean) {
            out.append(Values.show(value));
          } else {
            throw EvaluationException.unreadable(
                "a " + Values.typeName(value) + " cannot be shown in a text");
          }
        } else {
          out.append(part);
        }
        Scope.checkText(out.length());
      }
      return out.toString();
    }
  }

  /** What {@code at} points at. */
  private final class Pointer {
    private final Expression base;
    private final List<Expression> steps;

    Pointer(RuleCode.At at) {
      base = linker.link(at.base());
      steps = at.steps().stream().map(linker::link).toList();
    }

    /** The places, none where an optional has none. */
    List<Place> places(Scope scope) {
      Object value = base.eval(scope);
      if (steps.isEmpty()) {
        List<Place> out = new ArrayList<>();
        collect(value, out);
        return out;
      }
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          return List.of();
        }
        value = optional.get();
      }
      return value == Unknown.UNKNOWN ? List.of() : List.of(walk(node(value), scope).place());
    }

    private void collect(Object value, List<Place> out) {
      if (value instanceof Place place) {
        out.add(place);
      } else if (value instanceof KubeObject object) {
        out.add(object.place());
      } else if (value instanceof MapNode node) {
        out.add(node.place());
      } else if (value instanceof Optional<?> optional) {
        optional.ifPresent(v -> collect(v, out));
      } else if (value instanceof Collection<?> list) {
        list.forEach(v -> collect(v, out));
      } else if (value != Unknown.UNKNOWN) {
        Catalogue.Type<?> type = catalogue.typeOf(value);
        KubeObject object = type == null ? null : type.objectOf(value);
        boolean whole = object != null && (type == null || !type.hasNode());
        out.add(whole && object != null ? object.place() : node(value).place());
      }
    }

    private Node node(Object value) {
      if (value instanceof Node node) {
        return node;
      }
      if (value instanceof KubeObject object) {
        return object.root();
      }
      Catalogue.Type<?> type = catalogue.typeOf(value);
      Node node = type == null ? null : type.nodeOf(value);
      if (node == null) {
        throw EvaluationException.unreadable("a " + Values.typeName(value) + " has no place");
      }
      return node;
    }

    private Found walk(Node start, Scope scope) {
      Node here = start;
      for (int i = 0; i < steps.size(); i++) {
        Object step = steps.get(i).eval(scope);
        Object child = step == Unknown.UNKNOWN ? null : child(here, step);
        if (child == null) {
          return new Found(here, null, false);
        }
        boolean last = i == steps.size() - 1;
        if (last || !(child instanceof Node next)) {
          return new Found(here, step instanceof Long n ? (Object) n.intValue() : step, last);
        }
        here = next;
      }
      return new Found(here, null, true);
    }

    /** The child that the whole path leads to; null where it does not lead to one. */
    @Nullable Found exact(Scope scope) {
      Object value = base.eval(scope);
      if (value == Unknown.UNKNOWN || value instanceof Optional<?> || steps.isEmpty()) {
        return null;
      }
      Found found = walk(node(value), scope);
      return found.whole ? found : null;
    }
  }

  private static @Nullable Object child(Node node, Object key) {
    if (node instanceof MapNode map) {
      return map.get(key);
    }
    if (node instanceof List<?> list && key instanceof Long index) {
      return index >= 0 && index < list.size() ? list.get(index.intValue()) : null;
    }
    return null;
  }

  /** A node, or a child of it; and whether that is the end of the whole path. */
  private record Found(Node node, @Nullable Object key, boolean whole) {
    Place place() {
      if (key != null) {
        return node.placeOf(key);
      }
      return node.parent() == null ? node.object().place() : node.place();
    }
  }

  /** Other places of a finding. */
  private final class RelatedPart {
    private final @Nullable Bound forEach;
    private final @Nullable Expression when;
    private final Pointer at;
    private final Template label;

    RelatedPart(RuleCode.Related code) {
      forEach =
          code.forEach() == null
              ? null
              : new Bound(
                  slot(code.forEach().name()),
                  linker.link(code.forEach().code()),
                  code.forEach().name());
      when = linkOrNull(code.when());
      at = new Pointer(code.at());
      label = new Template(code.label());
    }

    void add(Scope scope, List<Judgement.Other> out) {
      if (forEach == null) {
        addOne(scope, out);
        return;
      }
      for (Object element : elements(forEach.expression.eval(scope))) {
        scope.spend(1);
        Scope inner = scope.copy();
        inner.set(forEach.slot, element);
        addOne(inner, out);
      }
    }

    private void addOne(Scope scope, List<Judgement.Other> out) {
      if (when != null && !truth(when.eval(scope), false)) {
        return;
      }
      String text = label.text(scope);
      for (Place place : at.places(scope)) {
        out.add(new Judgement.Other(place, text));
      }
    }
  }

  /** A fix. */
  private final class Repair {
    private final @Nullable Expression when;
    private final Template title;
    private final Fix.Safety safety;
    private final List<Function<Scope, @Nullable Edit>> edits = new ArrayList<>();

    Repair(RuleCode.Repair code) {
      when = linkOrNull(code.when());
      title = new Template(code.title());
      safety = code.safety();
      for (RuleCode.Change change : code.edits()) {
        Pointer where = new Pointer(change.at());
        Expression with = linkOrNull(change.replaceWith());
        edits.add(scope -> edit(where, with, scope));
      }
    }

    /** The fix; none where it does not fit what the file holds. */
    Optional<Fix> make(Scope scope) {
      if (when != null && !truth(when.eval(scope), false)) {
        return Optional.empty();
      }
      List<Edit> made = new ArrayList<>();
      for (Function<Scope, @Nullable Edit> edit : edits) {
        Edit one = edit.apply(scope);
        if (one == null) {
          return Optional.empty();
        }
        made.add(one);
      }
      return Optional.of(new Fix(title.text(scope), safety, made));
    }

    private @Nullable Edit edit(Pointer where, @Nullable Expression with, Scope scope) {
      Found found = where.exact(scope);
      if (found == null || found.key() == null || !found.node().object().linted()) {
        return null;
      }
      if (with == null) {
        return EditText.remove(found.node(), found.key());
      }
      Object value = with.eval(scope);
      if (value == Unknown.UNKNOWN) {
        return null;
      }
      return EditText.replace(found.node(), found.key(), value);
    }
  }
}
