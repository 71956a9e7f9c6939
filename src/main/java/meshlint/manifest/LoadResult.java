package meshlint.manifest;

import java.util.List;
import meshlint.source.InputError;

/**
 * What reading the input gave.
 *
 * @param objects every object, in file and document order
 * @param problems what was wrong with the text of linted files
 * @param skipped what was left out on purpose
 * @param files how many files were read, context included
 * @param unreadable files that could not be read at all: the run cannot be trusted
 */
public record LoadResult(
    List<KubeObject> objects,
    List<LoadProblem> problems,
    List<Skipped> skipped,
    int files,
    List<InputError> unreadable) {
  /** Copies the lists. */
  public LoadResult {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
    unreadable = List.copyOf(unreadable);
  }
}
