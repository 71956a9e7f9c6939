package meshlint.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** Whether a cluster has the API version that an object is written in. */
final class ApiVersions {
  private final BundleIndex index;
  private final Versions versions;

  ApiVersions(BundleIndex index, Versions versions) {
    this.index = index;
    this.versions = versions;
  }

  /**
   * What is wrong with the API version of an object; null where nothing is, or nothing is known.
   */
  @Nullable SchemaProblem problem(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    String kind = object.ref().kind();
    String key = BundleIndex.key(apiVersion, kind);
    BundleIndex.Entry entry = index.entries().get(key);
    BundleIndex.Life life = index.lives().get(key);
    if (entry == null) {
      return life != null ? gone(object, life) : unknown(object);
    }
    if (entry.family() == BundleIndex.Family.GATEWAY_API) {
      // Nothing says which release of the Gateway API a cluster has.
      return null;
    }
    Releases releases = index.releases(entry.family());
    int minor =
        entry.family() == BundleIndex.Family.ISTIO ? versions.istio() : versions.kubernetes();
    int release = releases.of(minor);
    if (!Releases.has(entry.mask(), release)) {
      int first = Integer.numberOfTrailingZeros(entry.mask());
      if (first > release) {
        return problem(
            object,
            SchemaProblem.API_VERSION_TOO_NEW,
            apiVersion + " exists from " + name(entry) + " " + releases.label(first) + " on",
            "the cluster has 1." + minor,
            served(object.kind(), release));
      }
      return removed(object, name(entry), removedIn(entry, life, releases), life, minor);
    }
    if (life == null || life.deprecated().isEmpty()) {
      return null;
    }
    return Releases.minor(life.deprecated()) <= minor
        ? deprecated(object, name(entry), life)
        : null;
  }

  private static String name(BundleIndex.Entry entry) {
    return entry.family() == BundleIndex.Family.ISTIO ? "Istio" : "Kubernetes";
  }

  private @Nullable SchemaProblem gone(KubeObject object, BundleIndex.Life life) {
    boolean istio = object.kind().group().endsWith(".istio.io");
    int minor = istio ? versions.istio() : versions.kubernetes();
    String project = istio ? "Istio" : "Kubernetes";
    return Releases.minor(life.removed()) > minor
        ? deprecated(object, project, life)
        : removed(object, project, life.removed(), life, minor);
  }

  private static String removedIn(
      BundleIndex.Entry entry, BundleIndex.@Nullable Life life, Releases releases) {
    if (life != null && !life.removed().isEmpty()) {
      return life.removed();
    }
    int last = 31 - Integer.numberOfLeadingZeros(entry.mask() & ((1 << releases.count()) - 1));
    return releases.label(Math.min(last + 1, releases.count() - 1));
  }

  private SchemaProblem removed(
      KubeObject object, String project, String in, BundleIndex.@Nullable Life life, int minor) {
    return problem(
        object,
        SchemaProblem.API_VERSION_REMOVED,
        object.ref().apiVersion() + " is gone since " + project + " " + in,
        "the cluster has 1." + minor,
        replacement(object, life));
  }

  private SchemaProblem deprecated(KubeObject object, String project, BundleIndex.Life life) {
    return problem(
        object,
        SchemaProblem.API_VERSION_DEPRECATED,
        object.ref().apiVersion() + " is deprecated since " + project + " " + life.deprecated(),
        life.removed().isEmpty() ? "a later release drops it" : life.removed() + " drops it",
        replacement(object, life));
  }

  /** A kind that the projects do have, but in no such API version. */
  private @Nullable SchemaProblem unknown(KubeObject object) {
    Kind kind = object.kind();
    TreeSet<String> have = new TreeSet<>();
    index.byKind().getOrDefault(kind, List.of()).forEach(e -> have.add(e.apiVersion()));
    if (have.isEmpty() && isKubernetesGroup(kind.group())) {
      index
          .byKind()
          .forEach(
              (other, entries) -> {
                if (other.name().equals(kind.name()) && isKubernetesGroup(other.group())) {
                  entries.forEach(e -> have.add(e.apiVersion()));
                }
              });
    }
    if (have.isEmpty()) {
      return misspelt(object);
    }
    return problem(
        object,
        SchemaProblem.API_VERSION_UNKNOWN,
        "there is no " + kind.name() + " in " + object.ref().apiVersion(),
        "the API server does not know the kind",
        "use " + Words.choices(newestFirst(have)));
  }

  /** A kind that its group does not have, where it is nearly the name of one that it has. */
  private @Nullable SchemaProblem misspelt(KubeObject object) {
    Kind kind = object.kind();
    Set<String> kinds = new TreeSet<>();
    for (Kind other : index.byKind().keySet()) {
      if (other.group().equals(kind.group())) {
        kinds.add(other.name());
      }
    }
    String near =
        kinds.stream()
            .filter(kind.name()::equalsIgnoreCase)
            .findFirst()
            .orElseGet(() -> Nearest.slip(kind.name(), kinds));
    if (near == null) {
      return null;
    }
    return new SchemaProblem(
        SchemaProblem.KIND_UNKNOWN,
        object.ref()
            + ": there is no kind "
            + kind.name()
            + " in "
            + object.ref().apiVersion()
            + ", so the API server does not know the object",
        "did you mean " + near + "?",
        object.root().placeOf("kind"));
  }

  /** A group whose kinds are all in the bundle, so that one that is not does not exist. */
  private boolean isKubernetesGroup(String group) {
    for (BundleIndex.Entry entry : index.entries().values()) {
      if (entry.family() == BundleIndex.Family.KUBERNETES
          && Kind.of(entry.apiVersion(), "").group().equals(group)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String replacement(KubeObject object, BundleIndex.@Nullable Life life) {
    if (life != null && !life.replacement().isEmpty()) {
      String target = life.replacement();
      int slash = target.lastIndexOf('/');
      String kind = target.substring(slash + 1);
      String apiVersion = target.substring(0, slash);
      return "use " + apiVersion + (kind.equals(object.ref().kind()) ? "" : " " + kind);
    }
    int minor = versions.kubernetes();
    return served(object.kind(), index.releases(BundleIndex.Family.KUBERNETES).of(minor));
  }

  /** The best API version of a kind that a release serves. */
  private @Nullable String served(Kind kind, int release) {
    List<String> out = new ArrayList<>();
    for (BundleIndex.Entry entry : index.byKind().getOrDefault(kind, List.of())) {
      if (Releases.has(entry.mask(), release)) {
        out.add(entry.apiVersion());
      }
    }
    return out.isEmpty() ? null : "use " + newestFirst(out).get(0);
  }

  static List<String> newestFirst(Iterable<String> apiVersions) {
    List<String> out = new ArrayList<>();
    apiVersions.forEach(out::add);
    out.sort((a, b) -> Integer.compare(Schemas.stability(b), Schemas.stability(a)));
    return out;
  }

  private static SchemaProblem problem(
      KubeObject object, String code, String fact, String why, @Nullable String hint) {
    Place place = object.root().placeOf("apiVersion");
    return new SchemaProblem(code, object.ref() + ": " + fact + ", " + why, hint, place);
  }
}
