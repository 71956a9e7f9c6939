package meshlint.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import meshlint.finding.Finding;
import meshlint.finding.Severity;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.Skipped;
import meshlint.source.InputError;

/**
 * What a run found.
 *
 * @param findings in report order: file, position, rule
 * @param summary the numbers of the run
 * @param failures rules that could not be evaluated somewhere, in the order they were met
 * @param inputErrors inputs that could not be read
 * @param skipped what was read and left out on purpose
 * @param suppressed findings that somebody wished left out
 * @param unchecked what the schemas could not tell about
 */
public record LintResult(
    List<Finding> findings,
    Summary summary,
    List<RuleFailure> failures,
    List<InputError> inputErrors,
    List<Skipped> skipped,
    List<Suppressed> suppressed,
    Unchecked unchecked) {
  /**
   * What was not checked against a schema.
   *
   * @param kinds how many linted objects are of a kind without a schema, by {@code apiVersion/Kind}
   * @param rules rules of CustomResourceDefinitions that could not be evaluated on some object
   */
  public record Unchecked(Map<String, Integer> kinds, List<String> rules) {
    /** Everything was checked, or nothing was to be. */
    public static final Unchecked NOTHING = new Unchecked(Map.of(), List.of());

    /** Copies the collections; the kinds are sorted. */
    public Unchecked {
      kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
      rules = List.copyOf(rules);
    }

    /** How many objects are of a kind without a schema. */
    public int objects() {
      int sum = 0;
      for (int count : kinds.values()) {
        sum += count;
      }
      return sum;
    }
  }

  /** Copies the collections. */
  public LintResult {
    findings = List.copyOf(findings);
    failures = List.copyOf(failures);
    inputErrors = List.copyOf(inputErrors);
    skipped = List.copyOf(skipped);
    suppressed = List.copyOf(suppressed);
  }

  /** Sorts and counts the findings that rules made of an input; the findings come in any order. */
  public static LintResult of(
      LoadResult input,
      Collection<Finding> findings,
      List<RuleFailure> failures,
      Unchecked unchecked) {
    List<Finding> sorted = sort(findings);
    int linted = (int) input.objects().stream().filter(KubeObject::linted).count();
    return new LintResult(
        sorted,
        Summary.of(input.files(), linted, input.skipped(), sorted),
        failures,
        List.of(),
        input.skipped(),
        List.of(),
        unchecked);
  }

  /** This result with inputs that could not be read. */
  public LintResult withInputErrors(List<InputError> errors) {
    return new LintResult(findings, summary, failures, errors, skipped, suppressed, unchecked);
  }

  /** This result with these findings instead; of the others so many are known to a baseline. */
  public LintResult withFindings(Collection<Finding> kept, int nowBaselined) {
    List<Finding> sorted = sort(kept);
    return new LintResult(
        sorted,
        summary.count(sorted, 0, nowBaselined),
        failures,
        inputErrors,
        skipped,
        suppressed,
        unchecked);
  }

  /** This result with these findings instead, the others having been suppressed. */
  LintResult withSuppressed(Collection<Finding> kept, List<Suppressed> left) {
    List<Finding> sorted = sort(kept);
    List<Suppressed> all = new ArrayList<>(suppressed);
    all.addAll(left);
    return new LintResult(
        sorted,
        summary.count(sorted, left.size(), 0),
        failures,
        inputErrors,
        skipped,
        all,
        unchecked);
  }

  /** Whether a finding is as bad as this or worse. */
  public boolean hasAtLeast(Severity severity) {
    return findings.stream().anyMatch(f -> f.severity().atLeast(severity));
  }

  /** Whether everything was read and every rule evaluated; otherwise the run exits 2. */
  public boolean isComplete() {
    return failures.isEmpty() && inputErrors.isEmpty();
  }

  private static List<Finding> sort(Collection<Finding> findings) {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(Finding.REPORT_ORDER);
    return sorted;
  }
}
