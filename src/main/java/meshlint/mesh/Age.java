package meshlint.mesh;

import java.util.Comparator;
import java.util.List;
import meshlint.manifest.KubeObject;

/**
 * The order in which Istio looks at objects of a kind: oldest first, of the same second by name,
 * then namespace (pkg/config/model.go sortConfigByCreationTime). Manifests rarely have a
 * creationTimestamp; without one the order is that of the input, and who comes first in the cluster
 * is open.
 */
final class Age {
  private Age() {}

  /** Oldest first; those without a timestamp last, in input order. */
  static List<KubeObject> sorted(List<KubeObject> objects) {
    return objects.stream().sorted(Comparator.comparing(Age::stamp)).toList();
  }

  // RFC 3339 in UTC, as the API server writes it, sorts as text.
  private static String stamp(KubeObject object) {
    return object.root().at("metadata", "creationTimestamp") instanceof String stamp
        ? stamp
        : "\uFFFF";
  }

  /** Whether the first of two is surely the older one. */
  static boolean decides(KubeObject first, KubeObject second) {
    return stamp(first).compareTo(stamp(second)) < 0;
  }
}
