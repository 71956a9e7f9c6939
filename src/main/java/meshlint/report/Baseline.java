package meshlint.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.manifest.LoadProblem;
import meshlint.manifest.MapNode;
import meshlint.manifest.YamlDocument;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * Findings that a repository lives with for now, by fingerprint: rule and object, never a line, so
 * that it survives edits around them. Kept in a JSON file that people can read and review.
 */
public final class Baseline {
  private static final int SCHEMA_VERSION = 1;

  /** The baseline that knows nothing. */
  public static final Baseline EMPTY = new Baseline(Map.of());

  /**
   * What is known of a finding besides its fingerprint, for people.
   *
   * @param rule the id of its rule
   * @param object the object it is about
   * @param file the file it is in, from the baseline's folder
   * @param message what it says
   */
  public record Entry(
      @Nullable String rule,
      @Nullable String object,
      @Nullable String file,
      @Nullable String message) {}

  /** By fingerprint. */
  private final Map<String, Entry> known;

  private Baseline(Map<String, Entry> known) {
    this.known = new TreeMap<>(known);
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
    Map<String, Entry> known = new HashMap<>();
    MapNode root = document.root();
    if (root == null || root.list("findings") == null) {
      problems.add(file.path() + ": this is no baseline: --write-baseline makes one");
    } else {
      for (MapNode finding : root.maps("findings")) {
        String fingerprint = finding.string("fingerprint");
        if (fingerprint == null) {
          problems.add(finding.span() + ": a finding of the baseline has no fingerprint");
        } else {
          known.put(
              fingerprint,
              new Entry(
                  finding.text("rule"),
                  finding.text("object"),
                  finding.text("file"),
                  finding.text("message")));
        }
      }
    }
    return new Read(new Baseline(known), problems);
  }

  /**
   * The baseline that knows all findings of a result.
   *
   * @param path how a path of the result is written from the baseline's folder
   */
  public static Baseline of(LintResult result, UnaryOperator<String> path) {
    Map<String, Entry> known = new HashMap<>();
    for (Finding finding : result.findings()) {
      known.put(
          finding.fingerprint(),
          new Entry(
              finding.rule(),
              finding.object() == null ? null : finding.object().toString(),
              path.apply(finding.location().span().file().path()),
              finding.message()));
    }
    return new Baseline(known);
  }

  /** The text of its file. */
  public String text() {
    List<Object> findings = new ArrayList<>();
    known.forEach(
        (fingerprint, entry) ->
            findings.add(
                Json.object(
                    "fingerprint", fingerprint,
                    "rule", entry.rule,
                    "object", entry.object,
                    "file", entry.file,
                    "message", entry.message)));
    return Json.write(Json.object("schemaVersion", SCHEMA_VERSION, "findings", findings));
  }

  /** How many findings it knows. */
  public int size() {
    return known.size();
  }

  /** What this baseline knows besides another one. */
  public Baseline without(Baseline other) {
    Map<String, Entry> rest = new HashMap<>(known);
    rest.keySet().removeAll(other.known.keySet());
    return new Baseline(rest);
  }

  /** What this baseline knows, and what another one does. */
  public Baseline with(Baseline other) {
    Map<String, Entry> both = new HashMap<>(known);
    both.putAll(other.known);
    return new Baseline(both);
  }

  /** What this baseline knows of these findings. */
  public Baseline only(Predicate<Entry> which) {
    Map<String, Entry> some = new HashMap<>(known);
    some.values().removeIf(which.negate());
    return new Baseline(some);
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

  /** A line for each finding that it knows. */
  public List<String> lines() {
    List<String> out = new ArrayList<>();
    known.values().forEach(entry -> out.add(entry.rule + ": " + entry.message));
    return out;
  }
}
