package meshlint.report;

import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.source.Span;

/** Checkstyle's XML, which many CI servers and editors read. */
final class CheckstyleReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    StringBuilder out = new StringBuilder(Xml.DECLARATION).append("<checkstyle version=\"4.3\">\n");
    String file = null;
    for (Finding finding : result.findings()) {
      Span span = finding.location().span();
      if (!span.file().path().equals(file)) {
        out.append(file == null ? "" : "  </file>\n");
        file = span.file().path();
        out.append("  <file name=\"").append(Xml.escape(file)).append("\">\n");
      }
      out.append("    <error line=\"")
          .append(span.line())
          .append("\" column=\"")
          .append(span.column())
          .append("\" severity=\"")
          .append(finding.severity().word())
          .append("\" message=\"")
          .append(Xml.escape(message(finding)))
          .append("\" source=\"meshlint.")
          .append(Xml.escape(finding.rule()))
          .append("\"/>\n");
    }
    out.append(file == null ? "" : "  </file>\n");
    return out.append("</checkstyle>\n").toString();
  }

  private static String message(Finding finding) {
    StringBuilder text = new StringBuilder(finding.message());
    for (RelatedLocation related : finding.related()) {
      text.append("; ").append(RelatedText.line(related));
    }
    if (finding.hint() != null) {
      text.append("; help: ").append(finding.hint());
    }
    return text.toString();
  }
}
