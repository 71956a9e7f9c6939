package meshlint.manifest;

import java.util.List;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * What one file gave.
 *
 * @param documents documents with a kind, and kustomizations
 * @param problems what was wrong with its text
 * @param skipped what was left out so far
 * @param error why it could not be read at all; null where it could
 */
record FileDocuments(
    InputFile file,
    List<Read> documents,
    List<LoadProblem> problems,
    List<Skipped> skipped,
    @Nullable InputError error) {
  /**
   * One document.
   *
   * @param helmSource what Helm's {@code # Source:} comment names
   */
  record Read(MapNode root, SourceFile source, @Nullable String helmSource) {}

  static FileDocuments unreadable(InputFile file, InputError error) {
    return new FileDocuments(file, List.of(), List.of(), List.of(), error);
  }

  static FileDocuments skipped(InputFile file, Skipped.Reason reason) {
    Skipped whole = new Skipped(file.displayPath(), 1, reason);
    return new FileDocuments(file, List.of(), List.of(), List.of(whole), null);
  }
}
