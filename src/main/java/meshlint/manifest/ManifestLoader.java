package meshlint.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.finding.ObjectRef;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import meshlint.source.SourceFile;
import meshlint.source.TextDecoder;
import meshlint.source.TextDecoder.Decoded;
import org.jspecify.annotations.Nullable;

/** Reads files into Kubernetes objects, with everything that was wrong or left out on the way. */
public final class ManifestLoader {
  private static final int MAX_MALFORMED_REPORTED = 1;

  private final LoadOptions options;
  private final Map<String, String> keys = new HashMap<>();
  private final Templates templates = new Templates();
  private final List<LoadProblem> problems = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<InputError> unreadable = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final Kustomizations kustomizations = new Kustomizations();
  private final Scopes scopes = new Scopes();
  private final List<KubeObject> objects = new ArrayList<>();
  private int files;

  private ManifestLoader(LoadOptions options) {
    this.options = options;
  }

  /** One document of the input, read but not yet an object. */
  private record Document(
      MapNode root,
      SourceFile source,
      InputFile file,
      boolean linted,
      @Nullable String helmSource) {}

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
    Set<Object> seen = new HashSet<>();
    for (InputFile file : files) {
      seen.add(file.path() == null ? file.displayPath() : file.path());
      loader.read(file, true);
    }
    for (InputFile file : context) {
      if (seen.add(file.path() == null ? file.displayPath() : file.path())) {
        loader.read(file, false);
      }
    }
    return loader.finish();
  }

  /** Reads a text as if it were a file with this name, for tests and tools. */
  public static LoadResult loadText(String path, String text) {
    return load(
        List.of(InputFile.ofBytes(path, text.getBytes(StandardCharsets.UTF_8))),
        LoadOptions.DEFAULT);
  }

  // --- files to documents ------------------------------------------------------

  private void read(InputFile file, boolean linted) {
    Decoded decoded;
    try {
      decoded = TextDecoder.decode(file.read());
    } catch (IOException e) {
      unreadable.add(new InputError(file.displayPath(), InputError.reasonOf(e)));
      return;
    }
    files++;
    if (decoded.binary()) {
      skipped.add(new Skipped(file.displayPath(), 1, Skipped.Reason.BINARY));
      return;
    }
    String text = decoded.text();
    boolean actions = Templates.hasActions(text);
    if (actions && templates.inChart(file.path())) {
      skipped.add(new Skipped(file.displayPath(), 1, Skipped.Reason.TEMPLATE));
      return;
    }
    SourceFile source = new SourceFile(file.displayPath(), file.root(), text);
    FileReader reader = new FileReader(file, source, linted, actions);
    reader.readAll(decoded);
  }

  /** Reads the documents of one file. */
  private final class FileReader {
    private final InputFile file;
    private final SourceFile source;
    private final boolean linted;
    private final boolean actions;
    private final List<LoadProblem> found = new ArrayList<>();
    private final List<Skipped> left = new ArrayList<>();
    private final List<Document> read = new ArrayList<>();

    FileReader(InputFile file, SourceFile source, boolean linted, boolean actions) {
      this.file = file;
      this.source = source;
      this.linted = linted;
      this.actions = actions;
    }

    void readAll(Decoded decoded) {
      TreeBuilder.Budget budget = new TreeBuilder.Budget(source);
      for (Piece piece : Piece.split(source.text())) {
        if (!isDecoded(piece, decoded)) {
          continue;
        }
        List<LoadProblem> duplicates = new ArrayList<>();
        try {
          TreeBuilder.Root root = TreeBuilder.build(source, piece, budget, keys, duplicates);
          take(root, piece, duplicates);
        } catch (SyntaxException e) {
          if (actions && isTemplate(piece)) {
            skipped.add(new Skipped(file.displayPath(), 1, Skipped.Reason.TEMPLATE));
            return;
          }
          found.add(e.problem(source));
        }
      }
      documents.addAll(read);
      skipped.addAll(left);
      if (linted) {
        problems.addAll(found);
      }
    }

    private boolean isTemplate(Piece piece) {
      return Templates.isSource(source.text().substring(piece.from(), piece.to()));
    }

    /** Whether a document's bytes are text; if not, that is said at the first bad byte. */
    private boolean isDecoded(Piece piece, Decoded decoded) {
      int said = 0;
      for (int index : decoded.malformed()) {
        if (index >= piece.from() && index < piece.to()) {
          if (said++ < MAX_MALFORMED_REPORTED) {
            int at = piece.offset() + source.text().codePointCount(piece.from(), index);
            found.add(
                new LoadProblem(
                    LoadProblem.SYNTAX,
                    "a byte here is no "
                        + decoded.charset().name()
                        + " text; save the file as UTF-8",
                    source.span(at, at + 1)));
          }
        }
      }
      return said == 0;
    }

    private void take(TreeBuilder.Root root, Piece piece, List<LoadProblem> duplicates) {
      if (root.value() == null) {
        return;
      }
      int before = read.size();
      unfold(root.value(), piece, 0);
      if (read.size() == before) {
        leave(root.start(), Skipped.Reason.NOT_KUBERNETES);
      } else {
        found.addAll(duplicates);
      }
    }

    private void unfold(Object value, Piece piece, int depth) {
      if (value instanceof ListNode list) {
        for (MapNode item : list.maps()) {
          unfold(item, piece, depth + 1);
        }
      } else if (value instanceof MapNode map) {
        boolean known = map.string("apiVersion") != null && map.string("kind") != null;
        if (known || Kustomizations.isKustomization(map, file)) {
          read.add(new Document(map, source, file, linted, piece.helmSource()));
        }
      }
    }

    private void leave(int offset, Skipped.Reason reason) {
      left.add(new Skipped(file.displayPath(), source.line(offset), reason));
    }
  }

  // --- documents to objects ----------------------------------------------------

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
    for (Identified one : identified) {
      objects.add(object(one));
    }
    problems.sort(Comparator.comparing(LoadProblem::span));
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
    MapNode root = document.root();
    skipped.add(new Skipped(document.file().displayPath(), root.span().line(), reason));
  }

  /** Adds the object of a node, or the items of a list of objects. */
  private void identify(Document document, MapNode root, List<Identified> out) {
    String apiVersion = root.string("apiVersion");
    String kind = root.string("kind");
    if (apiVersion == null || kind == null) {
      skipped.add(
          new Skipped(
              document.file().displayPath(), root.span().line(), Skipped.Reason.NOT_KUBERNETES));
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
      skipped.add(
          new Skipped(document.file().displayPath(), root.span().line(), Skipped.Reason.NO_NAME));
      return;
    }
    if (name != null && name.contains("{{")) {
      skipped.add(
          new Skipped(document.file().displayPath(), root.span().line(), Skipped.Reason.TEMPLATE));
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
        document.source(),
        document.linted(),
        isWritten,
        document.helmSource());
  }
}
