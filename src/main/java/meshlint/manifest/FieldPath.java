package meshlint.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a field inside an object, such as {@code spec.ports[0].targetPort}.
 *
 * @param segments from the root: a {@link String} for a key, an {@link Integer} for a list index
 */
public record FieldPath(List<Object> segments) {
  /** The object itself. */
  public static final FieldPath ROOT = new FieldPath(List.of());

  /** Copies the list. */
  public FieldPath {
    segments = List.copyOf(segments);
  }

  /** The path of these keys (strings) and indexes (integers). */
  public static FieldPath of(Object... segments) {
    return new FieldPath(List.of(segments));
  }

  /** The path of a child. */
  public FieldPath child(Object segment) {
    List<Object> longer = new ArrayList<>(segments.size() + 1);
    longer.addAll(segments);
    longer.add(segment);
    return new FieldPath(longer);
  }

  /** {@code a.b[0].c}; a key that holds a dot, bracket or space is written {@code ["key"]}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Object segment : segments) {
      if (segment instanceof Integer index) {
        out.append('[').append(index).append(']');
      } else {
        String key = (String) segment;
        if (isPlain(key)) {
          if (out.length() > 0) {
            out.append('.');
          }
          out.append(key);
        } else {
          out.append("[\"").append(key.replace("\\", "\\\\").replace("\"", "\\\"")).append("\"]");
        }
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '/' && c != '$') {
        return false;
      }
    }
    return !key.isEmpty();
  }
}
