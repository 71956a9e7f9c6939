package meshlint.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import meshlint.manifest.FieldPath;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** Finds where in an object a field belongs that stands in the wrong place. */
final class Misplaced {
  /** How many steps down from the field's place or a parent of it are looked at. */
  private static final int DEEPEST = 4;

  /** Names that so many mappings have that the nearest of them says nothing. */
  private static final Set<String> COMMON =
      Set.of("name", "namespace", "type", "kind", "key", "value", "path", "apiVersion", "spec");

  private final KindSchema schema;
  private final MapNode root;

  Misplaced(KindSchema schema, MapNode root) {
    this.schema = schema;
    this.root = root;
  }

  /**
   * The path of the mapping to which a field belongs, such as {@code spec} or {@code
   * spec.template.spec.containers[*]}; null where no place near by has a field of that name and
   * type.
   *
   * @param parent where the field stands
   */
  @Nullable String home(FieldPath parent, String field, Object value) {
    if (COMMON.contains(field)) {
      return null;
    }
    List<Object> segments = parent.segments();
    // The nearest place wins: out of the mapping before into it, and siblings before cousins.
    for (int up = 1; up <= segments.size(); up++) {
      FieldPath above = new FieldPath(segments.subList(0, segments.size() - up));
      SchemaNode node = at(above);
      if (node != null && has(node, field, value)) {
        return above.toString();
      }
    }
    for (int up = 0; up <= segments.size(); up++) {
      FieldPath above = new FieldPath(segments.subList(0, segments.size() - up));
      SchemaNode node = at(above);
      String below = node == null ? null : below(node, above.toString(), field, value);
      if (below != null) {
        return below;
      }
    }
    return null;
  }

  private @Nullable SchemaNode at(FieldPath path) {
    SchemaNode here = schema.root();
    for (Object segment : path.segments()) {
      SchemaNode next =
          segment instanceof String name && here.properties != null
              ? here.property(name, schema.release())
              : here.element(schema.release());
      if (next == null) {
        return null;
      }
      here = next;
    }
    return here;
  }

  /** Whether the object has the field there already. */
  private boolean isSet(FieldPath path, String field) {
    Object here = root;
    for (Object segment : path.segments()) {
      if (here instanceof MapNode map) {
        here = map.get(segment);
      } else if (here instanceof ListNode list && segment instanceof Integer index) {
        here = list.valueAt(index);
      }
    }
    return here instanceof MapNode map && map.containsKey(field);
  }

  /**
   * Whether the object has a field already in the mapping at a path; of what lies in lists some
   * items may have it.
   */
  boolean isSet(String path, String field) {
    if (path.contains("[")) {
      return false;
    }
    return isSet(
        path.isEmpty() ? FieldPath.ROOT : new FieldPath(List.of((Object[]) path.split("\\.", -1))),
        field);
  }

  private record Step(SchemaNode node, String path, int depth) {}

  private @Nullable String below(SchemaNode from, String path, String field, Object value) {
    Deque<Step> open = new ArrayDeque<>();
    List<SchemaNode> seen = new ArrayList<>();
    open.add(new Step(from, path, 0));
    while (!open.isEmpty()) {
      Step step = open.remove();
      if (seen.contains(step.node)) {
        continue;
      }
      seen.add(step.node);
      if (step.depth > 0 && has(step.node, field, value) && !isSet(step.path, field)) {
        return step.path;
      }
      if (step.depth < DEEPEST) {
        expand(step, open);
      }
    }
    return null;
  }

  private void expand(Step step, Deque<Step> open) {
    SchemaNode element = step.node.element(schema.release());
    if (element != null && step.node.type == SchemaNode.Type.ARRAY) {
      open.add(new Step(element, step.path + "[*]", step.depth));
    }
    if (step.node.properties == null) {
      return;
    }
    for (String name : step.node.properties.keySet()) {
      boolean status = step.path.isEmpty() && name.equals("status");
      SchemaNode child = status ? null : step.node.property(name, schema.release());
      if (child != null) {
        String path = step.path.isEmpty() ? name : step.path + "." + name;
        open.add(new Step(child, path, step.depth + 1));
      }
    }
  }

  private boolean has(SchemaNode node, String field, Object value) {
    SchemaNode child = node.property(field, schema.release());
    return child != null && couldBe(child.type, value);
  }

  private static boolean couldBe(SchemaNode.Type type, Object value) {
    return switch (type) {
      case OBJECT -> value instanceof MapNode;
      case ARRAY -> value instanceof ListNode;
      case BOOLEAN -> value instanceof Boolean;
      case INTEGER, NUMBER -> value instanceof Number;
      case STRING -> value instanceof String;
      case INT_OR_STRING, QUANTITY -> value instanceof String || value instanceof Number;
      case ANY -> false;
    };
  }
}
