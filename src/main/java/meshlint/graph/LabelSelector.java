package meshlint.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * A label selector: what {@code matchLabels} and {@code matchExpressions} say, or the plain map of
 * a Service. All requirements must hold; with none it matches everything.
 *
 * @param equal labels that must have exactly this value
 * @param expressions the {@code matchExpressions}
 */
public record LabelSelector(Map<String, String> equal, List<Requirement> expressions) {
  /** The selector without requirements. */
  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  /** Copies the collections, keeping their order. */
  public LabelSelector {
    equal = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(equal));
    expressions = List.copyOf(expressions);
  }

  /** One of the {@code matchExpressions}. */
  public record Requirement(String key, Operator operator, List<String> values) {
    /** Copies the values. */
    public Requirement {
      values = List.copyOf(values);
    }

    /**
     * Whether labels meet it. As in Kubernetes, {@code NotIn} holds for a label that is absent
     * (apimachinery labels.Requirement.Matches).
     */
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case INVALID -> false;
      };
    }

    /** {@code key in (a,b)}, as kubectl writes it. */
    @Override
    public String toString() {
      return switch (operator) {
        case IN -> key + " in (" + String.join(",", values) + ")";
        case NOT_IN -> key + " notin (" + String.join(",", values) + ")";
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
        case INVALID -> key + " (invalid operator)";
      };
    }
  }

  /** What a requirement asks of a label. */
  public enum Operator {
    /** The label has one of the values. */
    IN,
    /** The label is absent or has none of the values. */
    NOT_IN,
    /** The label is present. */
    EXISTS,
    /** The label is absent. */
    DOES_NOT_EXIST,
    /** An operator Kubernetes does not know: the API server refuses it, and it matches nothing. */
    INVALID
  }

  /** The selector of a plain map of labels, as a Service or ReplicationController has it. */
  public static LabelSelector ofLabels(Map<String, String> labels) {
    return new LabelSelector(labels, List.of());
  }

  /**
   * The selector written as {@code matchLabels}/{@code matchExpressions}; null selects everything.
   */
  public static LabelSelector parse(@Nullable MapNode selector) {
    if (selector == null) {
      return EVERYTHING;
    }
    MapNode labels = selector.map("matchLabels");
    List<Requirement> expressions = new ArrayList<>();
    for (MapNode expression : selector.maps("matchExpressions")) {
      ListNode values = expression.list("values");
      String key = expression.text("key");
      expressions.add(
          new Requirement(
              key == null ? "" : key,
              operator(expression.text("operator")),
              values == null ? List.of() : values.strings()));
    }
    return new LabelSelector(labels == null ? Map.of() : labels.strings(), expressions);
  }

  private static Operator operator(@Nullable String word) {
    if (word == null) {
      return Operator.INVALID;
    }
    return switch (word) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default -> Operator.INVALID;
    };
  }

  /** Whether labels meet all requirements. */
  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : equal.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Requirement expression : expressions) {
      if (!expression.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has no requirements and so matches everything. */
  public boolean isEmpty() {
    return equal.isEmpty() && expressions.isEmpty();
  }

  /** {@code app=reviews,tier in (a,b)}, as kubectl writes it; empty for everything. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    equal.forEach((key, value) -> parts.add(key + "=" + value));
    expressions.forEach(expression -> parts.add(expression.toString()));
    return String.join(",", parts);
  }
}
