package meshlint.manifest;

/**
 * How to read manifests.
 *
 * @param defaultNamespace the namespace of objects that do not name one
 */
public record LoadOptions(String defaultNamespace) {
  /** Objects without a namespace belong to {@code default}. */
  public static final LoadOptions DEFAULT = new LoadOptions("default");
}
