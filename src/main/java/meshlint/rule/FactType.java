package meshlint.rule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A type of the rule language together with the Java type that its values have, so that the
 * compiler checks a declaration in the {@link Catalogue} against the lambda that computes it.
 *
 * @param <T> the Java type of the values
 */
public final class FactType<T> {
  /** A truth that the input always decides. */
  public static final FactType<Boolean> BOOL = new FactType<>(Shape.BOOL, "bool", Boolean.class);

  /**
   * A truth that may be unknown. Rules see a {@code bool}; an unknown one makes what rests on it
   * unknown, and a rule whose expression is unknown stays silent.
   */
  public static final FactType<Known> KNOWN = new FactType<>(Shape.BOOL, "bool", Known.class);

  /** A whole number of 64 bits. */
  public static final FactType<Number> INT = new FactType<>(Shape.INT, "int", Number.class);

  /** A number with a fraction. */
  public static final FactType<Double> DOUBLE =
      new FactType<>(Shape.DOUBLE, "double", Double.class);

  /** A text. */
  public static final FactType<String> STRING =
      new FactType<>(Shape.STRING, "string", String.class);

  /** Anything: what a manifest holds at a place whose type is not known. */
  public static final FactType<Object> DYN = new FactType<>(Shape.DYN, "dyn", Object.class);

  /** The name of a kind, as {@code match.kinds} takes it; a literal one is checked at load. */
  public static final FactType<String> KIND = new FactType<>(Shape.KIND, "string", String.class);

  /** The type of {@code null}. */
  static final FactType<Object> NULL = new FactType<>(Shape.NULL, "null", Object.class);

  /** An object of the input. Its fields are those of the manifest. */
  public static final FactType<KubeObject> OBJECT = of("Object", KubeObject.class);

  /** A place in an object: what findings point at. */
  public static final FactType<Place> PLACE = of("Place", Place.class);

  enum Shape {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    KIND,
    DYN,
    NULL,
    LIST,
    MAP,
    OPTIONAL,
    PARAMETER,
    FACT,
    /** A mapping of a manifest with the fields of a schema. */
    STRUCT
  }

  private final Shape shape;
  private final String name;
  private final Class<?> javaClass;
  private final @Nullable FactType<?> element;
  private final @Nullable FieldType fields;
  private final Set<String> views;

  private FactType(Shape shape, String name, Class<?> javaClass) {
    this(shape, name, javaClass, null, null, Set.of());
  }

  private FactType(
      Shape shape,
      String name,
      Class<?> javaClass,
      @Nullable FactType<?> element,
      @Nullable FieldType fields,
      Set<String> views) {
    this.shape = shape;
    this.name = name;
    this.javaClass = javaClass;
    this.element = element;
    this.fields = fields;
    this.views = views;
  }

  private static <T> FactType<T> of(
      Shape shape, String name, Class<?> javaClass, FactType<?> element) {
    return new FactType<>(shape, name, javaClass, element, null, Set.of());
  }

  /** The type that rules call {@code name} and whose values are instances of a class of a fact. */
  public static <T> FactType<T> of(String name, Class<T> javaClass) {
    return new FactType<>(Shape.FACT, name, javaClass);
  }

  /** A list of such values. */
  public static <T> FactType<Collection<? extends T>> list(FactType<T> element) {
    return of(Shape.LIST, "list(" + element.name + ")", Collection.class, element);
  }

  /** A map from texts to such values. */
  public static <T> FactType<Map<String, ? extends T>> map(FactType<T> value) {
    return of(Shape.MAP, "map(string, " + value.name + ")", Map.class, value);
  }

  /** Such a value or none: Java's null, the rule language's {@code optional.none()}. */
  public static <T> FactType<T> optional(FactType<T> value) {
    return of(Shape.OPTIONAL, "optional(" + value.name + ")", value.javaClass, value);
  }

  /** A type that a call decides, such as the {@code A} of {@code first(list(A)) -> A}. */
  static FactType<Object> parameter(String name) {
    return new FactType<>(Shape.PARAMETER, name, Object.class);
  }

  /**
   * The object that a rule matched.
   *
   * @param fields the fields of its kind; null where they are not known, and any is allowed
   * @param views the facts that an object of its kind is, by the names of their types
   */
  static FactType<KubeObject> matched(String kind, @Nullable FieldType fields, Set<String> views) {
    return new FactType<>(Shape.STRUCT, kind, KubeObject.class, null, fields, views);
  }

  /** The type of what a schema says a manifest holds at a path. */
  static FactType<?> ofSchema(String path, @Nullable FieldType type) {
    if (type == null) {
      return DYN;
    }
    return switch (type.shape()) {
      case OBJECT -> new FactType<>(Shape.STRUCT, path, MapNode.class, null, type, Set.of());
      case MAP -> map(ofSchema(path + "{}", type.element()));
      case LIST -> list(ofSchema(path + "[]", type.element()));
      case STRING -> STRING;
      case INT -> INT;
      case DOUBLE -> DOUBLE;
      case BOOL -> BOOL;
      case INT_OR_STRING, ANY -> DYN;
    };
  }

  /** Whether a value can be {@link Unknown#UNKNOWN} by its declaration. */
  boolean mayBeUnknown() {
    return javaClass == Known.class;
  }

  /** Whether it is the object that a rule matched. */
  boolean isMatched() {
    return shape == Shape.STRUCT && javaClass == KubeObject.class;
  }

  /** The fields of a mapping; null where any is allowed. */
  @Nullable FieldType fields() {
    return fields;
  }

  /** The facts that the matched object is, by the names of their types. */
  Set<String> views() {
    return views;
  }

  Shape shape() {
    return shape;
  }

  /** What rules and documentation call it, such as {@code list(Workload)}. */
  public String name() {
    return name;
  }

  /** The type of the elements, values or content. Fails for a type without one. */
  FactType<?> element() {
    return Objects.requireNonNull(element, () -> name + " has no elements");
  }

  /**
   * Whether a value of a rule can be one of this type; of lists and maps only the outside counts.
   */
  boolean accepts(Object value) {
    return switch (shape) {
      case BOOL -> value instanceof Boolean;
      case INT -> value instanceof Long;
      case DOUBLE -> value instanceof Double;
      case STRING, KIND -> value instanceof String;
      case NULL -> value instanceof Code.Null;
      case LIST -> value instanceof List<?>;
      case MAP -> value instanceof Map<?, ?>;
      case OPTIONAL -> value instanceof java.util.Optional<?>;
      case DYN, PARAMETER -> true;
      case FACT, STRUCT -> javaClass.isInstance(value);
    };
  }

  /** A value that this type {@link #accepts}, as Java sees it. */
  @SuppressWarnings("unchecked") // what a list holds was checked when the rule was loaded
  T cast(Object value) {
    return (T) value;
  }

  Class<?> javaClass() {
    return javaClass;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FactType<?> type && name.equals(type.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
