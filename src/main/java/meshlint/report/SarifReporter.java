package meshlint.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.source.Span;

/**
 * SARIF 2.1.0 as GitHub code scanning reads it: every rule is declared, also on a clean run, so
 * that alerts close; related places are linked from the message, because only linked ones are
 * shown.
 */
final class SarifReporter implements Reporter {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  /** GitHub refuses a file with more and shows fewer; the worst ones come first then. */
  private static final int MAX_RESULTS = 25_000;

  /** GitHub cuts rule texts and names at these. */
  private static final int MAX_TEXT = 1024;

  private final String version;
  private final List<RuleHelp> rules;

  SarifReporter(String version, List<RuleHelp> rules) {
    this.version = version;
    this.rules = List.copyOf(rules);
  }

  @Override
  public String render(LintResult result) {
    Map<String, Integer> ruleIndex = new HashMap<>();
    List<Object> descriptors = new ArrayList<>();
    for (RuleHelp rule : rules) {
      ruleIndex.put(rule.id(), descriptors.size());
      descriptors.add(descriptor(rule));
    }
    List<Object> results = new ArrayList<>();
    for (Finding finding : mostImportant(result.findings())) {
      results.add(result(finding, ruleIndex));
    }
    Map<String, Object> driver =
        Json.object(
            "name", "meshlint",
            "version", version,
            "semanticVersion", version,
            "rules", descriptors);
    Map<String, Object> run =
        Json.object(
            "tool", Json.object("driver", driver),
            "automationDetails", Json.object("id", "meshlint/"),
            "columnKind", "utf16CodeUnits",
            "invocations", List.of(Json.object("executionSuccessful", result.isComplete())),
            "results", results);
    return Json.write(Json.object("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
  }

  private static List<Finding> mostImportant(List<Finding> findings) {
    if (findings.size() <= MAX_RESULTS) {
      return findings;
    }
    List<Finding> worstFirst = new ArrayList<>(findings);
    worstFirst.sort(java.util.Comparator.comparing(Finding::severity)); // stable
    List<Finding> kept = new ArrayList<>(worstFirst.subList(0, MAX_RESULTS));
    kept.sort(Finding.REPORT_ORDER);
    return kept;
  }

  private static Map<String, Object> descriptor(RuleHelp rule) {
    return Json.object(
        "id", rule.id(),
        "name", rule.id(),
        "shortDescription", Json.object("text", cut(rule.title())),
        "fullDescription",
            Json.object("text", cut(rule.text().isEmpty() ? rule.title() : rule.text())),
        "help",
            Json.object(
                "text", orTitle(rule.text(), rule), "markdown", orTitle(rule.markdown(), rule)),
        "defaultConfiguration", Json.object("level", level(rule.severity())),
        "properties",
            Json.object(
                "tags", List.of("kubernetes", "istio", rule.category()),
                "problem.severity", problemSeverity(rule.severity()),
                "aliases", rule.aliases().isEmpty() ? null : rule.aliases()));
  }

  private static String orTitle(String text, RuleHelp rule) {
    return text.isEmpty() ? rule.title() : text;
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  private static String problemSeverity(Severity severity) {
    return severity == Severity.INFO ? "recommendation" : severity.word();
  }

  private static Map<String, Object> result(Finding finding, Map<String, Integer> ruleIndex) {
    List<Object> related = new ArrayList<>();
    StringBuilder text = new StringBuilder(unlinked(finding.message())).append('.');
    if (finding.hint() != null) {
      text.append("\nHelp: ").append(unlinked(finding.hint()));
    }
    for (RelatedLocation other : finding.related()) {
      int id = related.size() + 1;
      text.append("\n- [")
          .append(linkText(RelatedText.what(other)))
          .append("](")
          .append(id)
          .append(')');
      related.add(
          Json.object(
              "id", id,
              "message", Json.object("text", RelatedText.what(other)),
              "physicalLocation", place(other.location().span())));
    }
    return Json.object(
        "ruleId", finding.rule(),
        "ruleIndex", ruleIndex.get(finding.rule()),
        "level", level(finding.severity()),
        "message", Json.object("text", text.toString()),
        "locations", List.of(location(finding)),
        "relatedLocations", related.isEmpty() ? null : related,
        "partialFingerprints",
            Json.object("primaryLocationLineHash", hash(finding.fingerprint()) + ":1"));
  }

  private static Map<String, Object> location(Finding finding) {
    String object = finding.object() == null ? null : finding.object().toString();
    return Json.object(
        "physicalLocation",
        place(finding.location().span()),
        "logicalLocations",
        object == null
            ? null
            : List.of(Json.object("fullyQualifiedName", object, "kind", "resource")));
  }

  private static Map<String, Object> place(Span span) {
    return Json.object(
        "artifactLocation", Json.object("uri", uri(span.file().path())),
        "region",
            Json.object(
                "startLine", span.line(),
                "startColumn", Columns.utf16(span),
                "endLine", span.endLine(),
                "endColumn", Columns.utf16End(span)));
  }

  /** A path as a relative reference, or a file URI for an absolute one. */
  private static String uri(String path) {
    return (path.startsWith("/") ? "file://" : "") + Uri.path(path);
  }

  /** Text in which nothing reads as a SARIF link. */
  private static String unlinked(String text) {
    return text.replace("](", "] (");
  }

  private static String linkText(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
