package meshlint.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.source.Span;

/** GitLab's Code Quality report: what a merge request shows. */
final class GitlabReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    // GitLab drops findings whose fingerprint it has already seen in the report.
    Map<String, Integer> seen = new HashMap<>();
    List<Object> issues = new ArrayList<>();
    for (Finding finding : result.findings()) {
      int times = seen.merge(finding.fingerprint(), 1, Integer::sum);
      String fingerprint = finding.fingerprint() + (times == 1 ? "" : "#" + times);
      Span span = finding.location().span();
      issues.add(
          Json.object(
              "type", "issue",
              "description", description(finding),
              "check_name", finding.rule(),
              "fingerprint", fingerprint,
              "severity", severity(finding),
              "categories", List.of("Bug Risk"),
              "location",
                  Json.object(
                      "path", span.file().path(),
                      "lines", Json.object("begin", span.line(), "end", span.endLine()))));
    }
    return Json.write(issues);
  }

  /** GitLab shows neither the rule nor other places, so the description names them. */
  private static String description(Finding finding) {
    StringBuilder text = new StringBuilder(finding.rule()).append(": ").append(finding.message());
    for (RelatedLocation related : finding.related()) {
      text.append("; ").append(RelatedText.line(related));
    }
    if (finding.hint() != null) {
      text.append("; help: ").append(finding.hint());
    }
    return text.toString();
  }

  private static String severity(Finding finding) {
    return switch (finding.severity()) {
      case ERROR -> "critical";
      case WARNING -> "major";
      case INFO -> "info";
    };
  }
}
