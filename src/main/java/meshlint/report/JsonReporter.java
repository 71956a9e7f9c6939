package meshlint.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;
import meshlint.engine.Suppressed;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.Fix;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** The project's own JSON: everything a finding has. Its schema is {@code report.schema.json}. */
final class JsonReporter implements Reporter {
  private final String version;
  private final boolean showSuppressed;

  JsonReporter(String version, boolean showSuppressed) {
    this.version = version;
    this.showSuppressed = showSuppressed;
  }

  @Override
  public String render(LintResult result) {
    List<Object> findings = new ArrayList<>(result.findings().size());
    for (Finding finding : result.findings()) {
      findings.add(finding(finding));
    }
    List<Object> suppressed = new ArrayList<>();
    for (Suppressed one : result.suppressed()) {
      Map<String, Object> finding = finding(one.finding());
      finding.put("suppressedBy", suppressedBy(one));
      suppressed.add(finding);
    }
    return Json.write(
        Json.object(
            "schemaVersion",
            Format.JSON_SCHEMA_VERSION,
            "tool",
            Json.object("name", "meshlint", "version", version),
            "findings",
            findings,
            "suppressed",
            showSuppressed ? suppressed : null,
            "summary",
            summary(result)));
  }

  private static Map<String, Object> suppressedBy(Suppressed one) {
    return Json.object(
        "location", location(new Location(one.by().at(), "")),
        "reason", one.by().reason());
  }

  private static Map<String, Object> finding(Finding finding) {
    List<Object> related = new ArrayList<>(finding.related().size());
    for (RelatedLocation other : finding.related()) {
      related.add(
          Json.object(
              "label", other.label(),
              "object", object(other.object()),
              "location", location(other.location())));
    }
    return Json.object(
        "rule", finding.rule(),
        "aliases", finding.aliases(),
        "category", finding.category(),
        "severity", finding.severity().word(),
        "confidence", finding.confidence().word(),
        "message", finding.message(),
        "hint", finding.hint(),
        "object", object(finding.object()),
        "location", location(finding.location()),
        "related", related,
        "fix", fix(finding.fix()),
        "fingerprint", finding.fingerprint());
  }

  private static @Nullable Map<String, Object> object(@Nullable ObjectRef ref) {
    return ref == null
        ? null
        : Json.object(
            "apiVersion", ref.apiVersion(),
            "kind", ref.kind(),
            "namespace", ref.namespace(),
            "name", ref.name());
  }

  private static Map<String, Object> location(Location location) {
    Span span = location.span();
    return Json.object(
        "file", span.file().path(),
        "line", span.line(),
        "column", span.column(),
        "endLine", span.endLine(),
        "endColumn", span.endColumn(),
        "path", location.path().isEmpty() ? null : location.path());
  }

  private static @Nullable Map<String, Object> fix(@Nullable Fix fix) {
    if (fix == null) {
      return null;
    }
    List<Object> edits = new ArrayList<>(fix.edits().size());
    for (Edit edit : fix.edits()) {
      edits.add(
          Json.object(
              "file", edit.span().file().path(),
              "startOffset", edit.span().start(),
              "endOffset", edit.span().end(),
              "text", edit.text()));
    }
    return Json.object("title", fix.title(), "safety", fix.safety().word(), "edits", edits);
  }

  private static Map<String, Object> summary(LintResult result) {
    Summary summary = result.summary();
    Map<String, Object> skippedBy = new LinkedHashMap<>();
    summary
        .skippedBy()
        .forEach((reason, count) -> skippedBy.put(reason.name().toLowerCase(Locale.ROOT), count));
    return Json.object(
        "files", summary.files(),
        "skipped", summary.skipped(),
        "skippedBy", skippedBy,
        "objects", summary.objects(),
        "errors", summary.errors(),
        "warnings", summary.warnings(),
        "infos", summary.infos(),
        "suppressed", summary.suppressed(),
        "baselined", summary.baselined(),
        "unchecked", new LinkedHashMap<String, Object>(result.unchecked().kinds()));
  }
}
