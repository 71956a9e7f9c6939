package meshlint.manifest;

import java.util.List;

/**
 * What reading the input gave.
 *
 * @param objects every object, in file and document order
 * @param problems what was wrong with the text
 * @param skipped what was left out on purpose
 * @param files how many files were read
 */
public record LoadResult(
    List<KubeObject> objects, List<LoadProblem> problems, List<Skipped> skipped, int files) {
  /** Copies the lists. */
  public LoadResult {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
  }
}
