package meshlint.report;

import java.util.ArrayList;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;
import meshlint.finding.Finding;
import meshlint.finding.ObjectRef;
import meshlint.finding.Severity;

/**
 * The last lines of a text report: what was found in how much, what was left out, what can be
 * fixed.
 */
final class SummaryText {
  /** How many kinds without a schema are named. */
  private static final int MOST_KINDS = 5;

  private final TextStyle style;

  SummaryText(TextStyle style) {
    this.style = style;
  }

  void print(LintResult result, StringBuilder out) {
    Summary summary = result.summary();
    out.append(counts(summary))
        .append(leftOut(summary))
        .append("; linted ")
        .append(number(summary.objects(), "object"))
        .append(" in ")
        .append(number(summary.files(), "file"))
        .append('\n');
    if (summary.skipped() > 0) {
      out.append(style.dim("skipped: " + skipped(summary))).append('\n');
    }
    if (!result.unchecked().kinds().isEmpty()) {
      out.append(style.dim("without a schema: " + unchecked(result.unchecked()))).append('\n');
    }
    if (summary.fixableSafely() + summary.fixableUnsafely() > 0) {
      out.append(fixable(summary)).append('\n');
    }
    if (!result.findings().isEmpty()) {
      Finding first = result.findings().get(0);
      ObjectRef object = first.object();
      String about =
          object == null || object.namespace() == null
              ? ""
              : " " + object.namespace() + "/" + object.name();
      out.append(
              style.dim(
                  "why, and how to confirm it:\n  "
                      + style.command()
                      + " explain "
                      + first.rule()
                      + about))
          .append('\n');
    }
  }

  private String counts(Summary summary) {
    List<String> parts = new ArrayList<>();
    count(summary.errors(), Severity.ERROR, "error", "errors", parts);
    count(summary.warnings(), Severity.WARNING, "warning", "warnings", parts);
    count(summary.infos(), Severity.INFO, "info", "infos", parts);
    return parts.isEmpty() ? style.bold("no findings") : String.join(", ", parts);
  }

  private void count(int n, Severity severity, String one, String many, List<String> parts) {
    if (n > 0) {
      parts.add(style.severity(severity, n + " " + (n == 1 ? one : many)));
    }
  }

  private static String leftOut(Summary summary) {
    List<String> parts = new ArrayList<>();
    if (summary.baselined() > 0) {
      parts.add(summary.baselined() + " in the baseline");
    }
    if (summary.suppressed() > 0) {
      parts.add(summary.suppressed() + " suppressed");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static String skipped(Summary summary) {
    List<String> parts = new ArrayList<>();
    summary
        .skippedBy()
        .forEach((reason, count) -> parts.add(count + " " + SkippedText.of(reason, count)));
    return String.join(", ", parts);
  }

  private static String unchecked(LintResult.Unchecked unchecked) {
    List<String> kinds = new ArrayList<>();
    unchecked.kinds().forEach((kind, count) -> kinds.add(kind + (count == 1 ? "" : " x" + count)));
    int left = kinds.size() - MOST_KINDS;
    List<String> shown = left > 0 ? kinds.subList(0, MOST_KINDS) : kinds;
    return number(unchecked.objects(), "object")
        + " ("
        + String.join(", ", shown)
        + (left > 0 ? " and " + left + " more" : "")
        + ")";
  }

  private String fixable(Summary summary) {
    String safe = summary.fixableSafely() + " fixable: run with --fix";
    String unsafe = summary.fixableUnsafely() + " fixable with --unsafe-fixes";
    if (summary.fixableUnsafely() == 0) {
      return safe;
    }
    return summary.fixableSafely() == 0 ? unsafe : safe + "; " + unsafe;
  }

  private static String number(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
