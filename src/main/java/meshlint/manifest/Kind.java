package meshlint.manifest;

/**
 * A kind of object, told apart by its API group: a Knative Service is not the core one. Versions of
 * one kind (v1alpha3, v1beta1, v1) are the same kind.
 *
 * @param group the API group; empty for the core group
 * @param name the kind, such as {@code NetworkPolicy}
 */
public record Kind(String group, String name) {
  /** The kind of an {@code apiVersion} and {@code kind} as manifests write them. */
  public static Kind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return new Kind(slash < 0 ? "" : apiVersion.substring(0, slash), kind);
  }

  /** {@code group/Kind}, or {@code Kind} in the core group: the form {@code match.kinds} takes. */
  @Override
  public String toString() {
    return group.isEmpty() ? name : group + "/" + name;
  }
}
