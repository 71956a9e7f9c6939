package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Node trees out of text, for tests. */
final class Trees {
  private Trees() {}

  /** The tree of a text that holds one YAML document. */
  static @Nullable Object tree(String text) throws SyntaxException {
    SourceFile file = new SourceFile("test.yaml", text);
    List<Piece> pieces = Piece.split(text);
    assertThat(pieces).hasSize(1);
    TreeBuilder.Shared shared = new TreeBuilder.Shared(file, new HashMap<>(), false);
    return TreeBuilder.build(file, pieces.get(0), shared, new ArrayList<>()).value();
  }

  /** The mapping that is a text's only document. */
  static MapNode map(String text) {
    try {
      return (MapNode) Objects.requireNonNull(tree(text));
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** What is wrong with the first broken document of a text, {@code line:column: message}. */
  static String error(String text) {
    List<LoadProblem> problems = ManifestLoader.loadText("test.yaml", text).problems();
    if (problems.isEmpty()) {
      return "";
    }
    LoadProblem first = problems.get(0);
    return first.span().line() + ":" + first.span().column() + ": " + first.message();
  }
}
