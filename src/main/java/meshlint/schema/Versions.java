package meshlint.schema;

/**
 * The releases that a cluster runs, by their minor versions: 35 for Kubernetes 1.35.
 *
 * @param kubernetes minor version of Kubernetes
 * @param istio minor version of Istio
 */
public record Versions(int kubernetes, int istio) {
  /** The minor version of {@code 1.35}, {@code v1.35.2} or {@code 1.35.2-gke.1}. */
  public static int minor(String version) {
    String bare = version.startsWith("v") ? version.substring(1) : version;
    String[] parts = bare.split("\\.", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("no version: " + version);
    }
    int end = 0;
    while (end < parts[1].length() && Character.isDigit(parts[1].charAt(end))) {
      end++;
    }
    return Integer.parseInt(parts[1].substring(0, end));
  }
}
