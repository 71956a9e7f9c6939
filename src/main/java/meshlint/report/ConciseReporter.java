package meshlint.report;

import java.util.LinkedHashSet;
import java.util.Set;
import meshlint.engine.LintResult;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;

/**
 * One line per finding, which editors and terminals link: {@code file:line:column: severity[rule]
 * …}.
 */
final class ConciseReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : result.findings()) {
      out.append(Printable.of(finding.location().span().toString()))
          .append(": ")
          .append(finding.severity().word())
          .append('[')
          .append(finding.rule())
          .append("] ")
          .append(Printable.of(finding.message()));
      Set<String> others = new LinkedHashSet<>();
      for (RelatedLocation related : finding.related()) {
        others.add(Printable.of(related.location().span().toString()));
      }
      if (!others.isEmpty()) {
        out.append(" (also ").append(String.join(", ", others)).append(')');
      }
      out.append('\n');
    }
    return out.toString();
  }
}
