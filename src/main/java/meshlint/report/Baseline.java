package meshlint.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.manifest.LoadProblem;
import meshlint.manifest.MapNode;
import meshlint.manifest.YamlDocument;
import meshlint.source.SourceFile;

/**
 * Findings that a repository lives with for now, by fingerprint: rule and object, never a line, so
 * that it survives edits around them. Kept in a JSON file that people can read and review.
 */
public final class Baseline {
  private static final int SCHEMA_VERSION = 1;

  /** Rule and message of each fingerprint, for people. */
  private final Map<String, String> known;

  private Baseline(Map<String, String> known) {
    this.known = known;
  }

  /**
   * A baseline that was read, and what is wrong with its file.
   *
   * @param problems {@code file:line:column: message}, one each
   */
  public record Read(Baseline baseline, List<String> problems) {
    /** Copies the list. */
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a baseline. */
  public static Read read(SourceFile file) {
    YamlDocument document = YamlDocument.read(file);
    List<String> problems = new ArrayList<>();
    for (LoadProblem problem : document.problems()) {
      problems.add(problem.span() + ": " + problem.message());
    }
    Map<String, String> known = new LinkedHashMap<>();
    MapNode root = document.root();
    if (root == null || root.list("findings") == null) {
      problems.add(file.path() + ": this is no baseline: --write-baseline makes one");
    } else {
      for (MapNode finding : root.maps("findings")) {
        String fingerprint = finding.string("fingerprint");
        if (fingerprint == null) {
          problems.add(finding.span() + ": a finding of the baseline has no fingerprint");
        } else {
          known.put(fingerprint, finding.text("rule") + ": " + finding.text("message"));
        }
      }
    }
    return new Read(new Baseline(known), problems);
  }

  /** The file that knows all findings of a result. */
  public static String write(LintResult result) {
    Map<String, Object> sorted = new TreeMap<>();
    for (Finding finding : result.findings()) {
      sorted.put(
          finding.fingerprint(),
          Json.object(
              "fingerprint", finding.fingerprint(),
              "rule", finding.rule(),
              "object", finding.object() == null ? null : finding.object().toString(),
              "file", finding.location().span().file().path(),
              "message", finding.message()));
    }
    return Json.write(
        Json.object("schemaVersion", SCHEMA_VERSION, "findings", new ArrayList<>(sorted.values())));
  }

  /** The result without the findings that this baseline knows. */
  public LintResult apply(LintResult result) {
    List<Finding> fresh = new ArrayList<>();
    for (Finding finding : result.findings()) {
      if (!known.containsKey(finding.fingerprint())) {
        fresh.add(finding);
      }
    }
    return result.withFindings(fresh, result.findings().size() - fresh.size());
  }

  /** Rule and message of the findings that no longer occur, in file order. */
  public List<String> gone(LintResult result) {
    Map<String, String> left = new LinkedHashMap<>(known);
    result.findings().forEach(finding -> left.remove(finding.fingerprint()));
    return List.copyOf(left.values());
  }
}
