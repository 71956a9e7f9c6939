package meshlint.rule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
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

  /** An object of the input. Its fields are those of the manifest. */
  public static final FactType<KubeObject> OBJECT = of("Object", KubeObject.class);

  /** A place in an object: what findings point at. */
  public static final FactType<Place> PLACE = of("Place", Place.class);

  enum Shape {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    DYN,
    LIST,
    MAP,
    OPTIONAL,
    PARAMETER,
    FACT
  }

  private final Shape shape;
  private final String name;
  private final Class<?> javaClass;
  private final @Nullable FactType<?> element;

  private FactType(Shape shape, String name, Class<?> javaClass) {
    this(shape, name, javaClass, null);
  }

  private FactType(Shape shape, String name, Class<?> javaClass, @Nullable FactType<?> element) {
    this.shape = shape;
    this.name = name;
    this.javaClass = javaClass;
    this.element = element;
  }

  /** The type that rules call {@code name} and whose values are instances of a class of a fact. */
  public static <T> FactType<T> of(String name, Class<T> javaClass) {
    return new FactType<>(Shape.FACT, name, javaClass);
  }

  /** A list of such values. */
  public static <T> FactType<Collection<? extends T>> list(FactType<T> element) {
    return new FactType<>(Shape.LIST, "list(" + element.name + ")", Collection.class, element);
  }

  /** A map from texts to such values. */
  public static <T> FactType<Map<String, ? extends T>> map(FactType<T> value) {
    return new FactType<>(Shape.MAP, "map(string, " + value.name + ")", Map.class, value);
  }

  /** Such a value or none: Java's null, the rule language's {@code optional.none()}. */
  public static <T> FactType<T> optional(FactType<T> value) {
    return new FactType<>(Shape.OPTIONAL, "optional(" + value.name + ")", value.javaClass, value);
  }

  /** A type that a call decides, such as the {@code A} of {@code first(list(A)) -> A}. */
  static FactType<Object> parameter(String name) {
    return new FactType<>(Shape.PARAMETER, name, Object.class);
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
      case STRING -> value instanceof String;
      case LIST -> value instanceof List<?>;
      case MAP -> value instanceof Map<?, ?>;
      case OPTIONAL -> value instanceof java.util.Optional<?>;
      case DYN, PARAMETER -> true;
      case FACT -> javaClass.isInstance(value);
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
