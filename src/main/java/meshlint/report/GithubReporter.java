package meshlint.report;

import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.source.Span;

/** Workflow commands that GitHub Actions shows as annotations on the lines of a pull request. */
final class GithubReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : result.findings()) {
      Span span = finding.location().span();
      out.append("::")
          .append(finding.severity() == Severity.INFO ? "notice" : finding.severity().word())
          .append(" title=")
          .append(property("meshlint: " + finding.rule()))
          .append(",file=")
          .append(property(span.file().path()))
          .append(",line=")
          .append(span.line());
      // GitHub takes columns only where the place is on one line.
      if (span.line() == span.endLine()) {
        out.append(",endLine=")
            .append(span.endLine())
            .append(",col=")
            .append(span.column())
            .append(",endColumn=")
            .append(span.endColumn());
      }
      out.append("::").append(data(text(finding))).append('\n');
    }
    return out.toString();
  }

  private static String text(Finding finding) {
    StringBuilder text = new StringBuilder(finding.message());
    if (finding.hint() != null) {
      text.append("\nhelp: ").append(finding.hint());
    }
    for (RelatedLocation related : finding.related()) {
      text.append('\n').append(RelatedText.line(related));
    }
    return text.toString();
  }

  private static String data(String text) {
    return Printable.of(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"));
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
