package meshlint.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that CustomResourceDefinitions define. A definition is what the cluster has, whatever
 * releases the bundle follows, so that it comes before the bundled schema of its kind. Of two that
 * differ nobody knows which holds: then neither counts.
 */
final class Definitions {
  /**
   * One version of a kind.
   *
   * @param crd the definition; null for a kind that a JSON Schema describes
   * @param spec the definition's spec, or the JSON Schema itself
   * @param version the version in the definition; null for a JSON Schema
   */
  private record Source(@Nullable KubeObject crd, MapNode spec, @Nullable MapNode version) {
    boolean isSame(Source other) {
      return version == null ? spec.equals(other.spec) : version.equals(other.version);
    }
  }

  private final SchemaNode metadata;
  private final Predicate<KubeObject> refused;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<Kind, List<String>> served = new HashMap<>();
  private final Set<String> unclear = new HashSet<>();
  private final Map<String, KindSchema> read = new HashMap<>();

  /** Whether the name of some kind is known in lower case only. */
  private boolean hasLowerCase;

  /**
   * No definitions yet.
   *
   * @param metadata what the metadata of every object must be
   * @param refused whether the API server refuses a definition, so that it defines nothing
   */
  Definitions(SchemaNode metadata, Predicate<KubeObject> refused) {
    this.metadata = metadata;
    this.refused = refused;
  }

  /**
   * Learns a definition.
   *
   * @param decides whether it holds where another one differs
   */
  void add(KubeObject object, boolean decides) {
    MapNode spec = object.spec();
    MapNode names = object.root().mapAt("spec", "names");
    String group = spec == null ? null : spec.string("group");
    String kind = names == null ? null : names.string("kind");
    // A v1beta1 definition keeps unknown fields and has its schema elsewhere.
    if (!object.ref().apiVersion().equals("apiextensions.k8s.io/v1")
        || spec == null
        || group == null
        || kind == null) {
      return;
    }
    List<String> versions = new ArrayList<>();
    for (MapNode version : spec.maps("versions")) {
      String name = version.string("name");
      if (name != null && Boolean.TRUE.equals(version.bool("served"))) {
        versions.add(group + "/" + name);
        put(group + "/" + name, kind, new Source(object, spec, version), decides);
      }
    }
    Kind defined = new Kind(group, kind);
    List<String> known = served.putIfAbsent(defined, versions);
    if (known != null && !known.equals(versions)) {
      served.put(defined, decides ? versions : List.of());
    }
  }

  /** Learns a kind that a JSON Schema describes; it comes before all else. */
  void add(ExtraSchemas.JsonSchema schema) {
    String kind = schema.kind();
    hasLowerCase |= kind.equals(kind.toLowerCase(Locale.ROOT));
    put(schema.apiVersion(), kind, new Source(null, schema.root(), null), true);
  }

  private void put(String apiVersion, String kind, Source source, boolean decides) {
    String key = BundleIndex.key(apiVersion, kind);
    Source other = sources.put(key, source);
    if (decides) {
      unclear.remove(key);
    } else if (other != null && !other.isSame(source)) {
      unclear.add(key);
    }
  }

  /** The schema of an API version of a kind; null where no definition has a clear one. */
  @Nullable KindSchema find(String apiVersion, String kind) {
    String key = BundleIndex.key(apiVersion, kind);
    Source source = sources.get(key);
    if (source == null && hasLowerCase) {
      key = BundleIndex.key(apiVersion, kind.toLowerCase(Locale.ROOT));
      source = sources.get(key);
    }
    if (source == null || unclear.contains(key)) {
      return null;
    }
    KindSchema known = read.get(key);
    if (known == null) {
      if (source.crd != null && refused.test(source.crd)) {
        unclear.add(key);
        return null;
      }
      known = read(apiVersion, kind, source);
      read.put(key, known);
    }
    return known;
  }

  private KindSchema read(String apiVersion, String kind, Source source) {
    MapNode version = source.version;
    if (version == null) {
      SchemaNode root = CrdReader.ofJsonSchema(source.spec, metadata);
      return new KindSchema(apiVersion, kind, "", true, root, 0);
    }
    MapNode names = source.spec.map("names");
    String plural = names == null ? null : names.string("plural");
    return new KindSchema(
        apiVersion,
        kind,
        plural == null ? "" : plural,
        !"Cluster".equals(source.spec.string("scope")),
        CrdReader.ofVersion(source.spec, version, metadata),
        0);
  }

  /**
   * The API versions that the definition of a kind serves; null where there is none, empty where
   * that is not clear.
   */
  @Nullable List<String> served(Kind kind) {
    return served.get(kind);
  }

  /** What a definition says about a version that it calls deprecated; null for any other. */
  @Nullable String deprecation(String apiVersion, String kind) {
    Source source = sources.get(BundleIndex.key(apiVersion, kind));
    MapNode version = source == null ? null : source.version;
    if (version == null || !Boolean.TRUE.equals(version.bool("deprecated"))) {
      return null;
    }
    String warning = version.string("deprecationWarning");
    return warning == null ? "" : warning;
  }
}
