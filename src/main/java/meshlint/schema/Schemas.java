package meshlint.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.manifest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the kinds of Kubernetes, Istio and the Gateway API that meshlint carries with it.
 * They come from the projects' own files: Kubernetes' OpenAPI and Go types, Istio's and the Gateway
 * API's CustomResourceDefinitions (docs/schemas.md). Files are read when a kind is first asked for.
 *
 * <p>Safe for use by several threads.
 */
public final class Schemas {
  private final Map<String, SchemaFile> files = new ConcurrentHashMap<>();
  private volatile @Nullable BundleIndex index;

  private Schemas() {}

  /** The bundled schemas; nothing is read yet. */
  public static Schemas bundled() {
    return new Schemas();
  }

  /**
   * The schema of an API version of a kind in a cluster. One that these releases do not serve is
   * given as the nearest release has it.
   *
   * @return null for a kind or API version without a schema
   */
  public @Nullable KindSchema find(String apiVersion, String kind, Versions versions) {
    BundleIndex.Entry entry = index().entries().get(BundleIndex.key(apiVersion, kind));
    if (entry == null) {
      return null;
    }
    int release = nearest(entry.mask(), release(entry.family(), versions));
    return schema(entry, release);
  }

  /**
   * The fields of a kind in any of its API versions and any release: what a rule may ask for.
   *
   * @return null for a kind without a schema
   */
  public @Nullable FieldType fields(Kind kind) {
    List<BundleIndex.Entry> entries = index().byKind().get(kind);
    if (entries == null) {
      return null;
    }
    List<SchemaNode> forms = new ArrayList<>(entries.size());
    List<BundleIndex.Entry> newestFirst = new ArrayList<>(entries);
    newestFirst.sort(
        Comparator.comparing(e -> stability(e.apiVersion()), Comparator.reverseOrder()));
    for (BundleIndex.Entry entry : newestFirst) {
      SchemaNode node = file(entry.file()).definition(entry.definition()).at(Releases.ANY);
      if (!forms.contains(node)) {
        forms.add(node);
      }
    }
    return new FieldType(List.copyOf(forms), Releases.ANY);
  }

  /** The CEL rules of all kinds, in all releases. */
  public Set<String> definitionRules() {
    Set<String> out = new TreeSet<>();
    for (BundleIndex.Entry entry : index().entries().values()) {
      if (entry.family() != BundleIndex.Family.KUBERNETES) {
        file(entry.file()).definition(entry.definition()).collectRules(out);
      }
    }
    return out;
  }

  /** What the metadata of an object must be. */
  SchemaNode metadata(Versions versions) {
    KindSchema any = find("v1", "Namespace", versions);
    SchemaNode node = any == null ? null : any.root().property("metadata", any.release());
    if (node == null) {
      throw new IllegalStateException("the schema bundle has no metadata");
    }
    return node;
  }

  /** Every kind that has a schema. */
  public Set<Kind> kinds() {
    return Set.copyOf(index().byKind().keySet());
  }

  /** The releases that a kind with a bundled schema is followed through. */
  Releases releases(String apiVersion, String kind) {
    return index().releases(family(apiVersion, kind));
  }

  /** The name of the project whose releases these are. */
  String project(String apiVersion, String kind) {
    return family(apiVersion, kind).title();
  }

  /** Whether a kind with a bundled schema is defined by a CustomResourceDefinition. */
  boolean isCustom(String apiVersion, String kind) {
    return family(apiVersion, kind) != BundleIndex.Family.KUBERNETES;
  }

  /** Whose releases these schemas are of, such as {@code Kubernetes 1.28 to 1.36}. */
  public List<String> releases() {
    List<String> out = new ArrayList<>();
    for (BundleIndex.Family family : BundleIndex.Family.values()) {
      out.add(family.title() + " " + index().releases(family).range());
    }
    return out;
  }

  private BundleIndex.Family family(String apiVersion, String kind) {
    BundleIndex.Entry entry = index().entries().get(BundleIndex.key(apiVersion, kind));
    if (entry == null) {
      throw new IllegalArgumentException("no schema of " + apiVersion + " " + kind);
    }
    return entry.family();
  }

  private KindSchema schema(BundleIndex.Entry entry, int release) {
    SchemaNode root = file(entry.file()).definition(entry.definition()).at(release);
    return new KindSchema(
        entry.apiVersion(), entry.kind(), entry.plural(), entry.namespaced(), root, release);
  }

  private int release(BundleIndex.Family family, Versions versions) {
    Releases releases = index().releases(family);
    return switch (family) {
      case KUBERNETES -> releases.of(versions.kubernetes());
      case ISTIO -> releases.of(versions.istio());
      // Nobody configures it, and the experimental channel of the newest release holds the most.
      case GATEWAY_API -> releases.count() - 1;
    };
  }

  /** The release of a mask that is nearest to a wanted one, later ones first. */
  private static int nearest(int mask, int wanted) {
    for (int distance = 0; distance < 32; distance++) {
      if (wanted + distance < 31 && Releases.has(mask, wanted + distance)) {
        return wanted + distance;
      }
      if (wanted - distance >= 0 && Releases.has(mask, wanted - distance)) {
        return wanted - distance;
      }
    }
    throw new IllegalStateException("no release in mask " + mask);
  }

  private static final Pattern VERSION = Pattern.compile("v(\\d{1,3})(?:(alpha|beta)(\\d{1,2}))?");

  /**
   * Orders API versions as Kubernetes does: v2 over v1 over v1beta1 over v1alpha3, and names of
   * another form last.
   */
  static int stability(String apiVersion) {
    Matcher version = VERSION.matcher(apiVersion.substring(apiVersion.indexOf('/') + 1));
    if (!version.matches()) {
      return -1;
    }
    String word = version.group(2);
    int level = word == null ? 2 : word.equals("beta") ? 1 : 0;
    int minor = word == null ? 0 : Integer.parseInt(version.group(3));
    return level * 1_000_000 + Integer.parseInt(version.group(1)) * 1000 + minor;
  }

  BundleIndex index() {
    BundleIndex known = index;
    if (known == null) {
      known = new BundleIndex(text("index.tsv"));
      index = known;
    }
    return known;
  }

  SchemaFile file(String name) {
    SchemaFile known = files.get(name);
    if (known == null) {
      SchemaFile read = new SchemaFile(name, text(name), this::file);
      SchemaFile earlier = files.putIfAbsent(name, read);
      known = earlier == null ? read : earlier;
    }
    return known;
  }

  private static String text(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the schema bundle lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema bundle's " + name, e);
    }
  }
}
