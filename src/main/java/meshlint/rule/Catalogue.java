package meshlint.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import meshlint.graph.Known;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Node;
import org.jspecify.annotations.Nullable;

/**
 * The types, functions and variables that rules can use: everything the rule language has beyond
 * CEL's own operators. One declaration holds name, types, meaning, example and computation of a
 * function; the checker, the evaluator and the generated reference all read it from here.
 *
 * <p>A declaration's example is an expression that type-checks; a test holds it to that.
 */
public final class Catalogue {
  private final Map<String, Type<?>> types;
  private final List<Call> functions;
  private final Map<String, Call> byId;
  private final Map<String, Variable<?>> variables;
  private final Map<Class<?>, Type<?>> typeOfClass = new ConcurrentHashMap<>();

  private Catalogue(Builder builder) {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(builder.types));
    functions = List.copyOf(builder.functions);
    Map<String, Call> ids = new LinkedHashMap<>();
    for (Call function : functions) {
      if (ids.put(function.id(), function) != null) {
        throw new IllegalStateException("declared twice: " + function.id());
      }
    }
    byId = Collections.unmodifiableMap(ids);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
  }

  /** Everything meshlint's rules can use. */
  public static Catalogue standard() {
    Builder builder = new Builder();
    ObjectFunctions.declare(builder);
    GraphFunctions.declare(builder);
    ReferenceFunctions.declare(builder);
    DnsFunctions.declare(builder);
    MeshFunctions.declare(builder);
    NetworkFunctions.declare(builder);
    TraceFunctions.declare(builder);
    ProblemFunctions.declare(builder);
    TextFunctions.declare(builder);
    return new Catalogue(builder);
  }

  static Catalogue of(Builder builder) {
    return new Catalogue(builder);
  }

  Collection<Type<?>> types() {
    return types.values();
  }

  @Nullable Type<?> type(String name) {
    return types.get(name);
  }

  List<Call> functions() {
    return functions;
  }

  @Nullable Call function(String id) {
    return byId.get(id);
  }

  Collection<Variable<?>> variables() {
    return variables.values();
  }

  @Nullable Variable<?> variable(String name) {
    return variables.get(name);
  }

  /** The type of a fact's value; null for a value that is no fact. */
  @Nullable Type<?> typeOf(Object value) {
    Type<?> known = typeOfClass.get(value.getClass());
    if (known != null) {
      return known;
    }
    for (Type<?> type : types.values()) {
      if (type.type.javaClass().isInstance(value)) {
        typeOfClass.put(value.getClass(), type);
        return type;
      }
    }
    return null;
  }

  /**
   * Takes declarations. What the methods take as {@code doc} is one sentence without a full stop.
   */
  public static final class Builder {
    private final Map<String, Type<?>> types = new LinkedHashMap<>();
    private final List<Call> functions = new ArrayList<>();
    private final Map<String, Variable<?>> variables = new LinkedHashMap<>();

    Builder() {}

    /** Declares a type; its fields and functions follow on what this returns. */
    public <R> Type<R> type(FactType<R> type, String doc) {
      Type<R> made = new Type<>(this, type, doc);
      if (types.put(type.name(), made) != null) {
        throw new IllegalStateException("declared twice: " + type.name());
      }
      return made;
    }

    /**
     * A type that was declared before, to give it the functions of a package further down the line;
     * or one of CEL's own, such as {@code string}.
     */
    @SuppressWarnings("unchecked") // a type's name stands for one Java type, see FactType
    public <R> Type<R> on(FactType<R> type) {
      if (type.shape() != FactType.Shape.FACT) {
        return new Type<>(this, type, "");
      }
      Type<?> made = types.get(type.name());
      if (made == null) {
        throw new IllegalStateException("not declared yet: " + type.name());
      }
      return (Type<R>) made;
    }

    /** Declares a variable that every expression sees. */
    public <V> void variable(
        String name, FactType<V> type, String doc, Function<Facts, @Nullable V> body) {
      variables.put(name, new Variable<>(name, type, doc, body));
    }

    /** Declares a function of no argument. */
    public <V> void global(
        String name, FactType<V> result, String doc, String example, Body0<V> body) {
      add(name, null, List.of(), result, doc, example, (facts, args) -> body.call(facts));
    }

    /** Declares a function of one argument. */
    public <A, V> void global(
        String name,
        Param<A> first,
        FactType<V> result,
        String doc,
        String example,
        Body1<A, V> body) {
      add(
          name,
          null,
          List.of(first),
          result,
          doc,
          example,
          (facts, args) -> body.call(facts, first.of(args[0])));
    }

    /** Declares a function of two arguments. */
    public <A, B, V> void global(
        String name,
        Param<A> first,
        Param<B> second,
        FactType<V> result,
        String doc,
        String example,
        Body2<A, B, V> body) {
      add(
          name,
          null,
          List.of(first, second),
          result,
          doc,
          example,
          (facts, args) -> body.call(facts, first.of(args[0]), second.of(args[1])));
    }

    /** Declares a function of three arguments. */
    public <A, B, C, V> void global(
        String name,
        Param<A> first,
        Param<B> second,
        Param<C> third,
        FactType<V> result,
        String doc,
        String example,
        Body3<A, B, C, V> body) {
      add(
          name,
          null,
          List.of(first, second, third),
          result,
          doc,
          example,
          (facts, args) ->
              body.call(facts, first.of(args[0]), second.of(args[1]), third.of(args[2])));
    }

    void add(
        String name,
        @Nullable FactType<?> receiver,
        List<Param<?>> params,
        FactType<?> result,
        String doc,
        String example,
        Body body) {
      functions.add(new Call(name, receiver, params, result, doc, example, body));
    }
  }

  /** A type as it is being declared, and as it was. */
  public static final class Type<R> {
    private final Builder builder;
    private final FactType<R> type;
    private final String doc;
    private final Map<String, Field<R>> fields = new LinkedHashMap<>();
    private @Nullable View<R> view;
    private @Nullable Function<R, KubeObject> object;
    private @Nullable Function<R, @Nullable Node> node;
    private @Nullable Kind nodeKind;
    private List<String> nodePath = List.of();
    private @Nullable Function<Facts, Collection<? extends R>> all;

    private Type(Builder builder, FactType<R> type, String doc) {
      this.builder = builder;
      this.type = type;
      this.doc = doc;
    }

    FactType<R> type() {
      return type;
    }

    String doc() {
      return doc;
    }

    Collection<Field<R>> fields() {
      return fields.values();
    }

    @Nullable Field<R> field(String name) {
      return fields.get(name);
    }

    @Nullable View<R> view() {
      return view;
    }

    /** The object that a value of this type is about; null for a type that is about none. */
    @Nullable Function<R, KubeObject> object() {
      return object;
    }

    /** All values of this type in a world; null where rules cannot match on them. */
    @Nullable Function<Facts, Collection<? extends R>> all() {
      return all;
    }

    /**
     * The objects of all values of this type in a world; empty where rules cannot match on them.
     */
    List<KubeObject> allObjects(Facts facts) {
      if (all == null || object == null) {
        return List.of();
      }
      List<KubeObject> out = new ArrayList<>();
      for (R value : all.apply(facts)) {
        out.add(object.apply(value));
      }
      return out;
    }

    /** Reads a field of a value that is of this type. */
    @Nullable Object get(Field<R> field, Object value) {
      return field.get.apply(type.cast(value));
    }

    /** The object that a value of this type is about; null for a type that is about none. */
    @Nullable KubeObject objectOf(Object value) {
      return object == null ? null : object.apply(type.cast(value));
    }

    /** The mapping that a value was read from; null for one that was read from none. */
    @Nullable Node nodeOf(Object value) {
      return node == null ? null : node.apply(type.cast(value));
    }

    boolean hasNode() {
      return node != null;
    }

    /** The kind in whose manifest values stand; null where that differs. */
    @Nullable Kind nodeKind() {
      return nodeKind;
    }

    /** Where in the manifest of that kind they stand. */
    List<String> nodePath() {
      return nodePath;
    }

    /** Declares a field, which costs nothing to read. */
    public <V> Type<R> field(
        String name, FactType<V> type, String doc, Function<R, @Nullable V> get) {
      if (fields.put(name, new Field<>(name, type, doc, get::apply)) != null) {
        throw new IllegalStateException("declared twice: " + this.type.name() + "." + name);
      }
      return this;
    }

    /** Declares a function on values of this type. */
    public <V> Type<R> fact(
        String name, FactType<V> result, String doc, String example, Body1<R, V> body) {
      builder.add(
          name,
          type,
          List.of(),
          result,
          doc,
          example,
          (facts, args) -> body.call(facts, type.cast(args[0])));
      return this;
    }

    /** Declares a function of one argument on values of this type. */
    public <A, V> Type<R> fact(
        String name,
        Param<A> first,
        FactType<V> result,
        String doc,
        String example,
        Body2<R, A, V> body) {
      builder.add(
          name,
          type,
          List.of(first),
          result,
          doc,
          example,
          (facts, args) -> body.call(facts, type.cast(args[0]), first.of(args[1])));
      return this;
    }

    /** Declares a function of two arguments on values of this type. */
    public <A, B, V> Type<R> fact(
        String name,
        Param<A> first,
        Param<B> second,
        FactType<V> result,
        String doc,
        String example,
        Body3<R, A, B, V> body) {
      builder.add(
          name,
          type,
          List.of(first, second),
          result,
          doc,
          example,
          (facts, args) ->
              body.call(facts, type.cast(args[0]), first.of(args[1]), second.of(args[2])));
      return this;
    }

    /** Declares a function of three arguments on values of this type. */
    public <A, B, C, V> Type<R> fact(
        String name,
        Param<A> first,
        Param<B> second,
        Param<C> third,
        FactType<V> result,
        String doc,
        String example,
        Body4<R, A, B, C, V> body) {
      builder.add(
          name,
          type,
          List.of(first, second, third),
          result,
          doc,
          example,
          (facts, args) ->
              body.call(
                  facts,
                  type.cast(args[0]),
                  first.of(args[1]),
                  second.of(args[2]),
                  third.of(args[3])));
      return this;
    }

    /**
     * Says which object a value is about, so that the functions of {@code Object} work on it too.
     */
    public Type<R> about(Function<R, KubeObject> object) {
      this.object = object;
      return this;
    }

    /**
     * Says which mapping of the manifest a value was read from, so that {@code at: port.targetPort}
     * can point into it.
     *
     * @param kind the kind in whose schema the mapping is
     * @param path where, {@code []} standing for any element of a list
     */
    public Type<R> standsAt(Function<R, @Nullable Node> node, Kind kind, String... path) {
      this.node = node;
      this.nodeKind = kind;
      this.nodePath = List.of(path);
      return this;
    }

    /** As the other, where the mapping can stand in manifests of several kinds. */
    public Type<R> standsAt(Function<R, @Nullable Node> node) {
      this.node = node;
      return this;
    }

    /**
     * Says that objects of these kinds are such a fact, so that the functions of this type work on
     * them too: {@code object.isHeadless()} in a rule on Services. Where the body gives null the
     * object is not such a fact after all (a Deployment without a pod template), and a rule that
     * asks does not apply to it.
     */
    public Type<R> ofKinds(Set<Kind> kinds, Body1<KubeObject, R> body) {
      this.view = new View<>(kinds, body);
      return this;
    }

    /**
     * Says that rules can match on all facts of this type, whatever kind of object they are: {@code
     * match: {kinds: [Workload]}}. The type must also be told {@link #about} and {@link #ofKinds}.
     */
    public Type<R> matchable(Function<Facts, Collection<? extends R>> all) {
      this.all = all;
      return this;
    }
  }

  /** A field of a type. */
  record Field<R>(String name, FactType<?> type, String doc, Function<R, @Nullable Object> get) {}

  /** How objects of some kinds are a fact. */
  record View<R>(Set<Kind> kinds, Body1<KubeObject, R> body) {
    /** The fact that an object is; null where it is none. */
    @Nullable R of(Facts facts, KubeObject object) {
      return body.call(facts, object);
    }
  }

  /** A variable that every expression sees. */
  record Variable<V>(String name, FactType<V> type, String doc, Function<Facts, @Nullable V> body) {
    @Nullable Object value(Facts facts) {
      return body.apply(facts);
    }
  }

  /**
   * A function.
   *
   * @param receiver the type before the dot; null for a global function
   * @param body gets the receiver, if any, as the first of its arguments
   */
  record Call(
      String name,
      @Nullable FactType<?> receiver,
      List<Param<?>> params,
      FactType<?> result,
      String doc,
      String example,
      Body body) {
    /** Its identity among all functions: {@code Workload.selects(map(string, string))}. */
    String id() {
      String prefix = receiver == null ? "" : receiver.name() + ".";
      return params.stream()
          .map(param -> param.type().name())
          .collect(Collectors.joining(", ", prefix + name + "(", ")"));
    }

    /** The types of its arguments, the receiver first. */
    List<FactType<?>> argumentTypes() {
      Stream<FactType<?>> given = params.stream().map(Param::type);
      return (receiver == null ? given : Stream.concat(Stream.of(receiver), given)).toList();
    }
  }

  /**
   * An argument of a function.
   *
   * @param name what the reference calls it
   */
  public record Param<A>(String name, FactType<A> type) {
    A of(Object value) {
      return type.cast(value);
    }
  }

  /** An argument of a function, named for the reference. */
  public static <A> Param<A> param(String name, FactType<A> type) {
    return new Param<>(name, type);
  }

  /** What a function computes from arguments whose types were checked. */
  interface Body {
    @Nullable Object call(Facts facts, Object[] args);
  }

  /** What a function computes; null only where its type is optional. */
  public interface Body0<V> {
    /** Computes the value. */
    @Nullable V call(Facts facts);
  }

  /** What a function computes; null only where its type is optional. */
  public interface Body1<A, V> {
    /** Computes the value. */
    @Nullable V call(Facts facts, A first);
  }

  /** What a function computes; null only where its type is optional. */
  public interface Body2<A, B, V> {
    /** Computes the value. */
    @Nullable V call(Facts facts, A first, B second);
  }

  /** What a function computes; null only where its type is optional. */
  public interface Body3<A, B, C, V> {
    /** Computes the value. */
    @Nullable V call(Facts facts, A first, B second, C third);
  }

  /** What a function computes; null only where its type is optional. */
  public interface Body4<A, B, C, D, V> {
    /** Computes the value. */
    @Nullable V call(Facts facts, A first, B second, C third, D fourth);
  }

  /**
   * A value of Java as rules see it: numbers as 64 bits, a {@link Known} as a truth or {@link
   * Unknown#UNKNOWN}, null as no value of an optional.
   */
  static Object toRule(FactType<?> type, @Nullable Object value) {
    Object made =
        switch (type.shape()) {
          case OPTIONAL ->
              value == null ? Optional.empty() : Optional.of(toRule(type.element(), value));
          case BOOL ->
              value instanceof Known known
                  ? (known.isUnknown() ? Unknown.UNKNOWN : (Object) known.isYes())
                  : value;
          case INT -> value instanceof Number number ? (Object) number.longValue() : value;
          case LIST -> value instanceof Collection<?> items ? listToRule(type, items) : value;
          default -> value;
        };
    if (made == null) {
      throw new IllegalStateException("a fact of type " + type + " has no value");
    }
    return made;
  }

  private static List<?> listToRule(FactType<?> type, Collection<?> items) {
    FactType<?> element = type.element();
    return switch (element.shape()) {
      case FACT, STRING -> items instanceof List<?> list ? list : List.copyOf(items);
      default -> items.stream().map(item -> toRule(element, item)).toList();
    };
  }
}
