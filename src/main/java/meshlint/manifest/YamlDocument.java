package meshlint.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file that holds no Kubernetes object, such as a configuration, as a tree that knows its
 * places. Its scalars resolve as in manifests.
 *
 * @param root its only document; null where the file is empty or broken, or the document no mapping
 * @param problems what is wrong with the text
 */
public record YamlDocument(@Nullable MapNode root, List<LoadProblem> problems) {
  /** Copies the list. */
  public YamlDocument {
    problems = List.copyOf(problems);
  }

  /** Reads a file of one document. */
  public static YamlDocument read(SourceFile file) {
    List<LoadProblem> problems = new ArrayList<>();
    List<Piece> pieces = Piece.split(file.text());
    if (pieces.isEmpty()) {
      return new YamlDocument(null, problems);
    }
    if (pieces.size() > 1) {
      int second = pieces.get(1).offset();
      problems.add(
          new LoadProblem(
              LoadProblem.SYNTAX, "only one document is expected", file.span(second, second)));
    }
    try {
      TreeBuilder.Shared shared = new TreeBuilder.Shared(file, new HashMap<>(), false);
      Object value = TreeBuilder.build(file, pieces.get(0), shared, problems).value();
      if (value instanceof MapNode root) {
        return new YamlDocument(root, problems);
      }
      if (value != null) {
        int start = pieces.get(0).offset();
        problems.add(
            new LoadProblem(LoadProblem.SYNTAX, "a mapping is expected", file.span(start, start)));
      }
    } catch (SyntaxException e) {
      problems.add(e.problem(file));
    }
    return new YamlDocument(null, problems);
  }
}
