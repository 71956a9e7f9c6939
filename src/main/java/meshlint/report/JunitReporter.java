package meshlint.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;

/**
 * JUnit's XML, which every CI server shows: a file is a test suite, a finding a test case. Errors
 * and warnings are failures; infos are skipped tests, so that they are seen and break nothing. A
 * run without findings is one case that passed.
 */
final class JunitReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    Map<String, List<Finding>> byFile = new LinkedHashMap<>();
    for (Finding finding : result.findings()) {
      byFile
          .computeIfAbsent(finding.location().span().file().path(), file -> new ArrayList<>())
          .add(finding);
    }
    int failures = failures(result.findings());
    StringBuilder out = new StringBuilder(Xml.DECLARATION);
    out.append("<testsuites name=\"meshlint\" tests=\"")
        .append(Math.max(1, result.findings().size()))
        .append("\" failures=\"")
        .append(failures)
        .append("\" errors=\"0\" skipped=\"")
        .append(result.findings().size() - failures)
        .append("\">\n");
    byFile.forEach((file, findings) -> suite(file, findings, out));
    if (byFile.isEmpty()) {
      out.append("  <testsuite name=\"meshlint\" tests=\"1\" failures=\"0\" errors=\"0\"")
          .append(" skipped=\"0\">\n    <testcase name=\"no findings\" classname=\"meshlint\"/>\n")
          .append("  </testsuite>\n");
    }
    return out.append("</testsuites>\n").toString();
  }

  private static int failures(List<Finding> findings) {
    return (int) findings.stream().filter(f -> f.severity().atLeast(Severity.WARNING)).count();
  }

  private static void suite(String file, List<Finding> findings, StringBuilder out) {
    int failures = failures(findings);
    out.append("  <testsuite name=\"")
        .append(Xml.escape(file))
        .append("\" tests=\"")
        .append(findings.size())
        .append("\" failures=\"")
        .append(failures)
        .append("\" errors=\"0\" skipped=\"")
        .append(findings.size() - failures)
        .append("\">\n");
    findings.forEach(finding -> testcase(file, finding, out));
    out.append("  </testsuite>\n");
  }

  private static void testcase(String file, Finding finding, StringBuilder out) {
    String object = finding.object() == null ? file : finding.object().toString();
    out.append("    <testcase name=\"")
        .append(Xml.escape(finding.rule() + " at " + finding.location().span()))
        .append("\" classname=\"")
        .append(Xml.escape(object))
        .append("\">\n");
    String element = finding.severity().atLeast(Severity.WARNING) ? "failure" : "skipped";
    out.append("      <")
        .append(element)
        .append(" message=\"")
        .append(Xml.escape(finding.message()));
    if (element.equals("failure")) {
      out.append("\" type=\"").append(finding.severity().word());
    }
    out.append("\">").append(Xml.escape(details(finding)));
    out.append("</").append(element).append(">\n    </testcase>\n");
  }

  private static String details(Finding finding) {
    StringBuilder text = new StringBuilder(finding.location().span().toString());
    for (RelatedLocation related : finding.related()) {
      text.append('\n').append(RelatedText.line(related));
    }
    if (finding.hint() != null) {
      text.append("\nhelp: ").append(finding.hint());
    }
    return text.toString();
  }
}
