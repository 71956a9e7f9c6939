package meshlint.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import meshlint.finding.Finding;
import meshlint.finding.Severity;
import meshlint.manifest.Skipped;

/**
 * The numbers of a run.
 *
 * @param files how many files were read, skipped ones included
 * @param objects how many objects were linted; context objects do not count
 * @param skippedBy how many files or documents were left out on purpose, by reason; only reasons
 *     that occurred
 * @param errors how many findings of that severity the result holds
 * @param warnings how many findings of that severity the result holds
 * @param infos how many findings of that severity the result holds
 * @param fixableSafely how many of them a safe fix removes
 * @param fixableUnsafely how many of them a fix removes that a person has to judge
 * @param suppressed how many findings were left out because someone wrote so
 * @param baselined how many findings were left out because the baseline knows them
 */
public record Summary(
    int files,
    int objects,
    Map<Skipped.Reason, Integer> skippedBy,
    int errors,
    int warnings,
    int infos,
    int fixableSafely,
    int fixableUnsafely,
    int suppressed,
    int baselined) {
  /** Copies the map, in the order of the reasons. */
  public Summary {
    Map<Skipped.Reason, Integer> copy = new EnumMap<>(Skipped.Reason.class);
    copy.putAll(skippedBy);
    skippedBy = Collections.unmodifiableMap(copy);
  }

  /** The summary of an input and the findings on it, with nothing suppressed. */
  public static Summary of(
      int files, int objects, List<Skipped> skipped, Collection<Finding> findings) {
    Map<Skipped.Reason, Integer> by = new EnumMap<>(Skipped.Reason.class);
    for (Skipped one : skipped) {
      by.merge(one.reason(), 1, Integer::sum);
    }
    return new Summary(files, objects, by, 0, 0, 0, 0, 0, 0, 0).count(findings, 0, 0);
  }

  /** This input with other findings, of which so many more were suppressed or in the baseline. */
  Summary count(Collection<Finding> findings, int moreSuppressed, int moreBaselined) {
    int[] bySeverity = new int[Severity.values().length];
    int safe = 0;
    int unsafe = 0;
    for (Finding finding : findings) {
      bySeverity[finding.severity().ordinal()]++;
      if (finding.fix() != null) {
        switch (finding.fix().safety()) {
          case SAFE -> safe++;
          case UNSAFE -> unsafe++;
        }
      }
    }
    return new Summary(
        files,
        objects,
        skippedBy,
        bySeverity[Severity.ERROR.ordinal()],
        bySeverity[Severity.WARNING.ordinal()],
        bySeverity[Severity.INFO.ordinal()],
        safe,
        unsafe,
        suppressed + moreSuppressed,
        baselined + moreBaselined);
  }

  /** How many files or documents were left out on purpose. */
  public int skipped() {
    int sum = 0;
    for (int count : skippedBy.values()) {
      sum += count;
    }
    return sum;
  }
}
