package meshlint.manifest;

import meshlint.finding.ObjectRef;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** One Kubernetes object of the input: its identity and its node tree. */
public final class KubeObject {
  private final ObjectRef ref;
  private final Kind kind;
  private final MapNode root;
  private final SourceFile file;
  private final boolean linted;
  private final boolean namespaceWritten;
  private final @Nullable String helmSource;

  /**
   * An object over a node tree, which becomes its own.
   *
   * @param ref its identity, the namespace already resolved (see {@link #namespaceWritten()})
   * @param root its mapping with {@code apiVersion}, {@code kind} and the rest
   * @param file the file it was read from
   * @param linted false for an object that is context only: known, but never the primary place
   * @param namespaceWritten whether the manifest itself names the namespace
   * @param helmSource the template named by Helm's {@code # Source:} comment; null where there is
   *     none
   */
  public KubeObject(
      ObjectRef ref,
      MapNode root,
      SourceFile file,
      boolean linted,
      boolean namespaceWritten,
      @Nullable String helmSource) {
    this.ref = ref;
    this.kind = Kind.of(ref.apiVersion(), ref.kind());
    this.root = root;
    this.file = file;
    this.linted = linted;
    this.namespaceWritten = namespaceWritten;
    this.helmSource = helmSource;
    root.setOwner(this);
  }

  /** Its identity. */
  public ObjectRef ref() {
    return ref;
  }

  /** Its kind without the version. */
  public Kind kind() {
    return kind;
  }

  /** Its name. */
  public String name() {
    return ref.name();
  }

  /** The namespace it is related in; empty for a cluster-scoped object. */
  public String namespace() {
    String namespace = ref.namespace();
    return namespace == null ? "" : namespace;
  }

  /** The whole object as a mapping. */
  public MapNode root() {
    return root;
  }

  /** The {@code spec} mapping; null where there is none. */
  public @Nullable MapNode spec() {
    return root.map("spec");
  }

  /** The {@code metadata} mapping; null where there is none. */
  public @Nullable MapNode metadata() {
    return root.map("metadata");
  }

  /** A label of the object; null where it is not set or no string. */
  public @Nullable String label(String key) {
    MapNode labels = root.mapAt("metadata", "labels");
    return labels == null ? null : labels.string(key);
  }

  /** An annotation of the object; null where it is not set or no string. */
  public @Nullable String annotation(String key) {
    MapNode annotations = root.mapAt("metadata", "annotations");
    return annotations == null ? null : annotations.string(key);
  }

  /** The file it was read from. */
  public SourceFile file() {
    return file;
  }

  /** Whether findings may stand on it; false for context objects. */
  public boolean linted() {
    return linted;
  }

  /** Whether the manifest names the namespace, rather than leaving it to whoever deploys it. */
  public boolean namespaceWritten() {
    return namespaceWritten;
  }

  /** The Helm template it was rendered from; null where the file does not say. */
  public @Nullable String helmSource() {
    return helmSource;
  }

  /**
   * The place at the end of a chain of keys (strings) and indexes (integers); where the chain
   * breaks, the nearest place before it. With no chain, the object's name.
   */
  public Place place(Object... chain) {
    if (chain.length == 0) {
      MapNode metadata = metadata();
      return metadata == null ? root.place() : metadata.placeOf("name");
    }
    Node here = root;
    for (int i = 0; i < chain.length; i++) {
      Object child = null;
      if (here instanceof MapNode map) {
        child = map.get(chain[i]);
      } else if (here instanceof ListNode list
          && chain[i] instanceof Integer index
          && index < list.size()) {
        child = list.valueAt(index);
      }
      if (i == chain.length - 1 || !(child instanceof Node)) {
        return here.placeOf(chain[i]);
      }
      here = (Node) child;
    }
    return here.place();
  }

  /** {@code Kind namespace/name}. */
  @Override
  public String toString() {
    return ref.toString();
  }
}
