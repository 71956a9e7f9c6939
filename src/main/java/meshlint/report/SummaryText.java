package meshlint.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
  private static final String NONE = "no findings";

  /** How many kinds without a schema are named. */
  private static final int MOST_KINDS = 5;

  private final TextStyle style;

  SummaryText(TextStyle style) {
    this.style = style;
  }

  void print(LintResult result, StringBuilder out) {
    Summary summary = result.summary();
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String count = count(summary, severity);
      if (!count.isEmpty()) {
        counts.add(style.severity(severity, count));
      }
    }
    out.append(counts.isEmpty() ? style.bold(NONE) : String.join(", ", counts));
    out.append(leftOut(summary)).append("; ").append(linted(summary)).append('\n');
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
      // The first of the worst.
      Finding first = Collections.min(result.findings(), Comparator.comparing(Finding::severity));
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

  /** {@code 2 errors, 1 info}. */
  static String counts(Summary summary) {
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String count = count(summary, severity);
      if (!count.isEmpty()) {
        counts.add(count);
      }
    }
    return counts.isEmpty() ? NONE : String.join(", ", counts);
  }

  private static String count(Summary summary, Severity severity) {
    int n =
        switch (severity) {
          case ERROR -> summary.errors();
          case WARNING -> summary.warnings();
          case INFO -> summary.infos();
        };
    return n == 0 ? "" : Count.of(n, severity.word());
  }

  /** {@code linted 11 objects in 7 files}. */
  static String linted(Summary summary) {
    return "linted "
        + Count.of(summary.objects(), "object")
        + " in "
        + Count.of(summary.files(), "file");
  }

  /** How many findings nobody wants to see, in brackets; empty where there are none. */
  static String leftOut(Summary summary) {
    List<String> parts = new ArrayList<>();
    if (summary.baselined() > 0) {
      parts.add(summary.baselined() + " in the baseline");
    }
    if (summary.suppressed() > 0) {
      parts.add(summary.suppressed() + " suppressed");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  /** What was skipped and why; empty where nothing was. */
  static String skipped(Summary summary) {
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
    return Count.of(unchecked.objects(), "object")
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
}
