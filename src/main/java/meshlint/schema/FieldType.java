package meshlint.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a field of a kind may hold, and the fields below it: what a rule's field names and types are
 * checked against. A type made from several API versions of a kind has the fields of all of them.
 */
public final class FieldType {
  /** The forms that the field has, the newest API version first; never empty. */
  private final List<SchemaNode> forms;

  private final int release;

  FieldType(List<SchemaNode> forms, int release) {
    this.forms = forms;
    this.release = release;
  }

  /** What the value is; {@link Shape#ANY} also where API versions disagree. */
  public Shape shape() {
    Shape first = shape(forms.get(0));
    for (SchemaNode form : forms) {
      if (shape(form) != first) {
        return Shape.ANY;
      }
    }
    return first;
  }

  private static Shape shape(SchemaNode node) {
    return switch (node.type) {
      case OBJECT ->
          node.properties != null ? Shape.OBJECT : node.values != null ? Shape.MAP : Shape.ANY;
      case ARRAY -> Shape.LIST;
      case STRING -> Shape.STRING;
      case INTEGER -> Shape.INT;
      case NUMBER -> Shape.DOUBLE;
      case BOOLEAN -> Shape.BOOL;
      case INT_OR_STRING, QUANTITY -> Shape.INT_OR_STRING;
      case ANY -> Shape.ANY;
    };
  }

  /**
   * A field of an object.
   *
   * @param name its name
   * @return null where the schema knows no such field; also for what is no object
   */
  public @Nullable FieldType field(String name) {
    List<SchemaNode> found = new ArrayList<>(forms.size());
    for (SchemaNode form : forms) {
      SchemaNode child = form.property(name, release);
      if (child != null && !found.contains(child)) {
        found.add(child);
      }
    }
    return found.isEmpty() ? null : new FieldType(List.copyOf(found), release);
  }

  /** The names of the fields of an object, sorted; empty for what is no object. */
  public Set<String> fieldNames() {
    Set<String> out = new TreeSet<>();
    for (SchemaNode form : forms) {
      if (form.properties != null) {
        form.properties.forEach(
            (name, child) -> {
              if (Releases.has(child.mask, release)) {
                out.add(name);
              }
            });
      }
    }
    return out;
  }

  /** The type of a list's items or a map's values; null where the schema leaves it open. */
  public @Nullable FieldType element() {
    List<SchemaNode> found = new ArrayList<>(forms.size());
    for (SchemaNode form : forms) {
      SchemaNode child = form.element(release);
      if (child != null && !found.contains(child)) {
        found.add(child);
      }
    }
    return found.isEmpty() ? null : new FieldType(List.copyOf(found), release);
  }

  /** Whether an object may have fields beside those that it names. */
  public boolean open() {
    for (SchemaNode form : forms) {
      if (form.open) {
        return true;
      }
    }
    return false;
  }

  /** The values that a string may have; empty where any is allowed. */
  public List<String> allowed() {
    List<String> out = new ArrayList<>();
    for (SchemaNode form : forms) {
      if (form.enumValues == null) {
        return List.of();
      }
      for (Object value : form.enumValues) {
        if (value instanceof String text && !out.contains(text)) {
          out.add(text);
        }
      }
    }
    return List.copyOf(out);
  }

  /** Whether two stand for the same schema: the way to end a walk through a recursive type. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldType type && release == type.release && forms.equals(type.forms);
  }

  @Override
  public int hashCode() {
    return forms.hashCode();
  }

  @Override
  public String toString() {
    return shape() + (fieldNames().isEmpty() ? "" : fieldNames().toString());
  }
}
