package meshlint.manifest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import meshlint.finding.ObjectRef;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import org.jspecify.annotations.Nullable;

/** Reads files into Kubernetes objects, with everything that was wrong or left out on the way. */
public final class ManifestLoader {
  // Fewer files are read before a second thread has warmed up.
  private static final int PARALLEL_FROM = 16;

  private final LoadOptions options;
  private final List<LoadProblem> problems = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<InputError> unreadable = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final Kustomizations kustomizations = new Kustomizations();
  private final Scopes scopes = new Scopes();
  private int files;

  private ManifestLoader(LoadOptions options) {
    this.options = options;
  }

  /** Reads files that are all linted. */
  public static LoadResult load(List<InputFile> files, LoadOptions options) {
    return load(files, List.of(), options);
  }

  /**
   * Reads files.
   *
   * @param files what to lint
   * @param context files whose objects are known but not linted; one that is also linted stays
   *     linted
   */
  public static LoadResult load(
      List<InputFile> files, List<InputFile> context, LoadOptions options) {
    ManifestLoader loader = new ManifestLoader(options);
    DocumentReader reader = new DocumentReader();
    Set<Object> seen = new HashSet<>();
    List<InputFile> unique = new ArrayList<>();
    for (InputFile file : files) {
      seen.add(identity(file));
      unique.add(file);
    }
    for (InputFile file : context) {
      if (seen.add(identity(file))) {
        unique.add(file);
      }
    }
    // Files are read independently, in whatever order; what they give is put together in theirs.
    Stream<InputFile> stream =
        unique.size() < PARALLEL_FROM ? unique.stream() : unique.parallelStream();
    List<FileDocuments> read = stream.map(reader::read).toList();
    for (int i = 0; i < read.size(); i++) {
      loader.add(read.get(i), i < files.size());
    }
    return loader.finish();
  }

  private static Object identity(InputFile file) {
    Path path = file.path();
    return path == null ? file.displayPath() : path;
  }

  /** Reads a text as if it were a file with this name, for tests and tools. */
  public static LoadResult loadText(String path, String text) {
    return load(
        List.of(InputFile.ofBytes(path, text.getBytes(StandardCharsets.UTF_8))),
        LoadOptions.DEFAULT);
  }

  /** One document of the input, read but not yet an object. */
  private record Document(FileDocuments.Read read, InputFile file, boolean linted) {
    MapNode root() {
      return read.root();
    }
  }

  private void add(FileDocuments read, boolean linted) {
    InputError error = read.error();
    if (error != null) {
      unreadable.add(error);
      return;
    }
    files++;
    skipped.addAll(read.skipped());
    if (linted) {
      problems.addAll(read.problems());
    }
    for (FileDocuments.Read document : read.documents()) {
      documents.add(new Document(document, read.file(), linted));
    }
  }

  private LoadResult finish() {
    for (Document document : documents) {
      if (Kustomizations.isKustomization(document.root(), document.file())) {
        kustomizations.learn(document.root(), document.file());
      }
    }
    List<Identified> identified = new ArrayList<>();
    for (Document document : documents) {
      Skipped.Reason reason = reasonToSkip(document);
      if (reason != null) {
        skip(document, reason);
      } else {
        identify(document, document.root(), identified);
      }
    }
    for (Identified one : identified) {
      if (one.kind().equals("CustomResourceDefinition")) {
        scopes.learn(one.root());
      }
    }
    List<KubeObject> objects = new ArrayList<>(identified.size());
    for (Identified one : identified) {
      objects.add(object(one));
    }
    return new LoadResult(objects, problems, skipped, files, unreadable);
  }

  /** A node that is an object: it has a kind and a name. */
  private record Identified(
      Document document, MapNode root, String apiVersion, String kind, String name) {}

  private Skipped.@Nullable Reason reasonToSkip(Document document) {
    if (Kustomizations.isKustomization(document.root(), document.file())) {
      return Skipped.Reason.KUSTOMIZATION;
    }
    boolean patch =
        kustomizations.isPatch(document.file()) || document.root().containsKey("$patch");
    return patch ? Skipped.Reason.KUSTOMIZE_PATCH : null;
  }

  private void skip(Document document, Skipped.Reason reason) {
    skip(document, document.root(), reason);
  }

  private void skip(Document document, MapNode root, Skipped.Reason reason) {
    skipped.add(new Skipped(document.file().displayPath(), root.span().line(), reason));
  }

  /** Adds the object of a node, or the items of a list of objects. */
  private void identify(Document document, MapNode root, List<Identified> out) {
    String apiVersion = root.string("apiVersion");
    String kind = root.string("kind");
    if (apiVersion == null || kind == null) {
      skip(document, root, Skipped.Reason.NOT_KUBERNETES);
      return;
    }
    ListNode items = kind.endsWith("List") ? root.list("items") : null;
    boolean empty =
        kind.endsWith("List") && root.indexOf("items") >= 0 && !root.containsKey("items");
    if (items != null || empty) {
      if (items != null) {
        identifyItems(document, root, kind, items, out);
      }
      return;
    }
    String name = name(root.map("metadata"));
    if (name == null && isStored(apiVersion)) {
      skip(document, root, Skipped.Reason.NO_NAME);
      return;
    }
    if (name != null && name.contains("{{")) {
      skip(document, root, Skipped.Reason.TEMPLATE);
      return;
    }
    if ("*".equals(name)) {
      // No object can be called that: it is a patch for all objects of the kind.
      skip(document, root, Skipped.Reason.KUSTOMIZE_PATCH);
      return;
    }
    out.add(new Identified(document, root, apiVersion, kind, name == null ? "" : name));
  }

  private void identifyItems(
      Document document, MapNode root, String listKind, ListNode items, List<Identified> out) {
    String itemKind = listKind.substring(0, listKind.length() - "List".length());
    int[] apiVersionAt = root.offsetsAt(root.indexOf("apiVersion"));
    int[] kindAt = root.offsetsAt(root.indexOf("kind"));
    for (MapNode item : items.maps()) {
      boolean said = item.containsKey("kind") || item.containsKey("apiVersion");
      if (said || itemKind.isEmpty()) {
        identify(document, item, out);
      } else {
        String apiVersion = String.valueOf(root.string("apiVersion"));
        identify(document, item.withKind(apiVersion, apiVersionAt, itemKind, kindAt), out);
      }
    }
  }

  private static @Nullable String name(@Nullable MapNode metadata) {
    if (metadata == null) {
      return null;
    }
    String name = metadata.text("name");
    if (name != null && !name.isEmpty()) {
      return name;
    }
    String prefix = metadata.text("generateName");
    return prefix == null || prefix.isEmpty() ? null : prefix + "*";
  }

  /**
   * Whether objects of an API group are stored under a name. The files that configure kubelet,
   * kubeadm and istioctl have kinds too, but need none; they say how the cluster is set up.
   */
  private static boolean isStored(String apiVersion) {
    String group = Kind.of(apiVersion, "").group();
    return !(group.endsWith(".config.k8s.io")
        || group.equals("kubeadm.k8s.io")
        || group.equals("install.istio.io"));
  }

  private KubeObject object(Identified one) {
    MapNode metadata = one.root().map("metadata");
    String written = metadata == null ? null : metadata.text("namespace");
    boolean isWritten = written != null && !written.isEmpty();
    String namespace = null;
    if (!scopes.isClusterScoped(Kind.of(one.apiVersion(), one.kind()))) {
      namespace = isWritten ? written : options.defaultNamespace();
    }
    Document document = one.document();
    return new KubeObject(
        new ObjectRef(one.apiVersion(), one.kind(), namespace, one.name()),
        one.root(),
        document.read().source(),
        document.linted(),
        isWritten,
        document.read().helmSource());
  }
}
