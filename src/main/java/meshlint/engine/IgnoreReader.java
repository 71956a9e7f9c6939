package meshlint.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.manifest.Comments;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Reads suppressions out of manifests. */
final class IgnoreReader {
  private static final Pattern COMMENT =
      Pattern.compile(Pattern.quote(Ignore.COMMENT) + "\\b:?(.*?)(?:\\s--\\s*(.*))?");
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

  private IgnoreReader() {}

  /** What an object's annotation says; null where it has none. */
  static @Nullable Ignore annotation(KubeObject object) {
    String rules = object.annotation(Ignore.ANNOTATION);
    MapNode annotations = object.root().mapAt("metadata", "annotations");
    if (rules == null || annotations == null) {
      return null;
    }
    return new Ignore(
        names(rules),
        object.annotation(Ignore.REASON_ANNOTATION),
        null,
        null,
        null,
        annotations.placeOf(Ignore.ANNOTATION).span(),
        object.ref());
  }

  /**
   * What comments say, by the line they are about: their own, or for a comment that has a line to
   * itself the next one that holds something.
   */
  static Map<Integer, List<Ignore>> comments(SourceFile file) {
    Map<Integer, List<Ignore>> out = new LinkedHashMap<>();
    for (Comments.Comment comment : Comments.find(file, Ignore.COMMENT)) {
      Matcher matcher = COMMENT.matcher(comment.text());
      if (matcher.matches()) {
        String reason = matcher.group(2);
        Ignore ignore =
            new Ignore(
                names(matcher.group(1)),
                reason == null || reason.isBlank() ? null : reason.strip(),
                null,
                null,
                null,
                comment.span(),
                null);
        int line = comment.ownLine() ? nextLine(file, comment.line()) : comment.line();
        out.computeIfAbsent(line, l -> new ArrayList<>()).add(ignore);
      }
    }
    return out;
  }

  private static int nextLine(SourceFile file, int line) {
    int next = line + 1;
    while (next <= file.lineCount()) {
      String text = file.lineText(next).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        return next;
      }
      next++;
    }
    return next;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : SEPARATOR.split(text.strip(), -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
