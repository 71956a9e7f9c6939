package meshlint.finding;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a Kubernetes object.
 *
 * @param apiVersion as written, such as {@code networking.istio.io/v1}
 * @param kind as written, such as {@code VirtualService}
 * @param namespace the namespace it lives in; null for a cluster-scoped object
 * @param name its name; for an object with {@code generateName} that prefix followed by {@code *}
 */
public record ObjectRef(String apiVersion, String kind, @Nullable String namespace, String name) {
  /** The API group, empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** {@code Kind namespace/name}, or {@code Kind name} where there is no namespace. */
  @Override
  public String toString() {
    return namespace == null ? kind + " " + name : kind + " " + namespace + "/" + name;
  }
}
