package meshlint.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import meshlint.source.SourceFile;
import meshlint.source.TextDecoder;
import meshlint.source.TextDecoder.Decoded;
import org.jspecify.annotations.Nullable;

/** Reads files into documents, each for itself: a broken one leaves its neighbours alone. */
final class DocumentReader {
  private static final Pattern KEY =
      Pattern.compile("(?m)^[ \\t]*(?:- +)*[\"']?[\\w./-]+[\"']?[ \\t]*:(?:\\s|$)");

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final Templates templates = new Templates();

  /** Reads one file. May be called from several threads. */
  FileDocuments read(InputFile file) {
    Decoded decoded;
    try {
      decoded = TextDecoder.decode(file.read());
    } catch (IOException e) {
      return FileDocuments.unreadable(
          file, new InputError(file.displayPath(), InputError.reasonOf(e)));
    }
    if (decoded.binary()) {
      return FileDocuments.skipped(file, Skipped.Reason.BINARY);
    }
    boolean actions = Templates.hasActions(decoded.text());
    if (actions && templates.inChart(file.path())) {
      return FileDocuments.skipped(file, Skipped.Reason.TEMPLATE);
    }
    return new OneFile(file, decoded, actions).read();
  }

  private final class OneFile {
    private final InputFile file;
    private final Decoded decoded;
    private final SourceFile source;
    private final boolean actions;
    private final TreeBuilder.Shared shared;
    private final List<LoadProblem> problems = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<FileDocuments.Read> documents = new ArrayList<>();
    private int malformedSeen;

    OneFile(InputFile file, Decoded decoded, boolean actions) {
      this.file = file;
      this.decoded = decoded;
      this.source = new SourceFile(file.displayPath(), file.root(), decoded.text());
      this.actions = actions;
      this.shared = new TreeBuilder.Shared(source, keys, actions);
    }

    FileDocuments read() {
      for (Piece piece : Piece.split(source.text())) {
        if (!read(piece)) {
          return FileDocuments.skipped(file, Skipped.Reason.TEMPLATE);
        }
      }
      return new FileDocuments(file, documents, problems, skipped, null);
    }

    /** Reads one document; false where it shows that the whole file is the source of a template. */
    private boolean read(Piece piece) {
      if (!isDecoded(piece)) {
        return true;
      }
      List<LoadProblem> duplicates = new ArrayList<>();
      try {
        for (TreeBuilder.Root root : roots(piece, duplicates)) {
          take(root, piece, duplicates);
        }
        return true;
      } catch (SyntaxException e) {
        if (actions && Templates.isSource(text(piece))) {
          return false;
        }
        leaveBroken(piece, e);
        return true;
      }
    }

    private List<TreeBuilder.Root> roots(Piece piece, List<LoadProblem> duplicates)
        throws SyntaxException {
      if (!JsonReader.mayRead(source.text(), piece)) {
        return List.of(TreeBuilder.build(source, piece, shared, duplicates));
      }
      try {
        return JsonReader.read(source, piece, shared, duplicates);
      } catch (SyntaxException noJson) {
        duplicates.clear();
        try {
          return List.of(TreeBuilder.build(source, piece, shared, duplicates));
        } catch (SyntaxException noYaml) {
          throw file.displayPath().endsWith(".json") ? noJson : noYaml;
        }
      }
    }

    /** Says what is wrong with a document, unless it is none that Kubernetes would be given. */
    private void leaveBroken(Piece piece, SyntaxException e) {
      String text = text(piece);
      boolean kubernetes = text.contains("apiVersion") && text.contains("kind");
      int line = source.line(Math.min(e.start(), source.length()));
      if (Templates.isPlaceholder(source.lineText(line))) {
        leave(piece.offset(), Skipped.Reason.TEMPLATE);
      } else if (!kubernetes && (e.onlyKubernetes() || !looksLikeYaml(piece, text))) {
        leave(piece.offset(), Skipped.Reason.NOT_KUBERNETES);
      } else {
        problems.add(e.problem(source));
      }
    }

    /** Broken JSON without a kind is mostly JSON with comments, which other programs read. */
    private boolean looksLikeYaml(Piece piece, String text) {
      return !JsonReader.mayRead(source.text(), piece) && KEY.matcher(text).find();
    }

    /** Whether a document's bytes are text; if not, that is said at the first bad byte. */
    private boolean isDecoded(Piece piece) {
      List<Integer> malformed = decoded.malformed();
      int first = -1;
      while (malformedSeen < malformed.size() && malformed.get(malformedSeen) < piece.to()) {
        int index = malformed.get(malformedSeen++);
        first = first < 0 && index >= piece.from() ? index : first;
      }
      if (first < 0) {
        return true;
      }
      int at = piece.offset() + source.text().codePointCount(piece.from(), first);
      String charset = decoded.charset().name();
      leaveBroken(
          piece,
          new SyntaxException(
              "the bytes here are no " + charset + " text: save the file as UTF-8", at, at + 1));
      return false;
    }

    private void take(TreeBuilder.Root root, Piece piece, List<LoadProblem> duplicates) {
      if (root.value() == null) {
        return;
      }
      int before = documents.size();
      unfold(root.value(), piece);
      if (documents.size() == before) {
        leave(root.start(), Skipped.Reason.NOT_KUBERNETES);
      } else {
        problems.addAll(duplicates);
        duplicates.clear();
      }
    }

    private void unfold(@Nullable Object value, Piece piece) {
      if (value instanceof ListNode list) {
        for (int i = 0; i < list.childCount(); i++) {
          unfold(list.valueAt(i), piece);
        }
      } else if (value instanceof MapNode map) {
        boolean known = map.string("apiVersion") != null && map.string("kind") != null;
        if (known || Kustomizations.isKustomization(map, file)) {
          documents.add(new FileDocuments.Read(map, source, piece.helmSource()));
        }
      }
    }

    private String text(Piece piece) {
      return source.text().substring(piece.from(), piece.to());
    }

    private void leave(int offset, Skipped.Reason reason) {
      skipped.add(new Skipped(file.displayPath(), source.line(offset), reason));
    }
  }
}
