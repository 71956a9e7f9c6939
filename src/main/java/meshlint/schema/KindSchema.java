package meshlint.schema;

import java.util.List;
import meshlint.manifest.FieldPath;
import org.jspecify.annotations.Nullable;

/** The schema of one API version of a kind, as one release has it. */
public final class KindSchema {
  private final String apiVersion;
  private final String kind;
  private final String plural;
  private final boolean namespaced;
  private final SchemaNode root;
  private final int release;

  KindSchema(
      String apiVersion,
      String kind,
      String plural,
      boolean namespaced,
      SchemaNode root,
      int release) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.plural = plural;
    this.namespaced = namespaced;
    this.root = root;
    this.release = release;
  }

  /** The API version, such as {@code apps/v1}. */
  public String apiVersion() {
    return apiVersion;
  }

  /** The kind, such as {@code Deployment}. */
  public String kind() {
    return kind;
  }

  /** The name of the resource in URLs and RBAC rules, such as {@code deployments}. */
  public String plural() {
    return plural;
  }

  /** Whether its objects live in a namespace. */
  public boolean namespaced() {
    return namespaced;
  }

  /** The type of the whole object. */
  public FieldType type() {
    return new FieldType(List.of(root), release);
  }

  /**
   * The type of a field; list indexes and the keys of maps may be any.
   *
   * @return null where the schema has no such field or leaves open what is there
   */
  public @Nullable FieldType fieldType(FieldPath path) {
    FieldType here = type();
    for (Object segment : path.segments()) {
      FieldType next =
          segment instanceof String name && here.shape() == Shape.OBJECT
              ? here.field(name)
              : here.element();
      if (next == null) {
        return null;
      }
      here = next;
    }
    return here;
  }

  SchemaNode root() {
    return root;
  }

  int release() {
    return release;
  }

  @Override
  public String toString() {
    return apiVersion + " " + kind;
  }
}
