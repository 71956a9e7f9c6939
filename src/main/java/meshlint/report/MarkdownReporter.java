package meshlint.report;

import java.util.List;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;

/** Markdown for a comment on a pull request or a CI job's summary. */
final class MarkdownReporter implements Reporter {
  /** A comment on GitHub holds 65,536 characters; the rest is for the closing line. */
  private static final int MAX_LENGTH = 65_000;

  @Override
  public String render(LintResult result) {
    Summary summary = result.summary();
    StringBuilder out = new StringBuilder("## meshlint: ");
    out.append(SummaryText.counts(summary)).append("\n\nmeshlint ");
    out.append(SummaryText.linted(summary)).append(SummaryText.leftOut(summary)).append(".\n");
    List<Finding> findings = result.findings();
    for (int i = 0; i < findings.size(); i++) {
      String entry = entry(findings.get(i));
      if (out.length() + entry.length() > MAX_LENGTH) {
        out.append("\n… and ").append(findings.size() - i).append(" more.\n");
        break;
      }
      out.append(entry);
    }
    return out.toString();
  }

  private static String entry(Finding finding) {
    StringBuilder out = new StringBuilder("\n### ");
    out.append(icon(finding.severity()))
        .append(' ')
        .append(finding.severity().word())
        .append(": ")
        .append(escape(finding.message()))
        .append("\n\n");
    out.append("- ").append(code(finding.location().span().toString()));
    if (finding.object() != null) {
      out.append(" ").append(escape(finding.object().toString()));
    }
    if (!finding.location().path().isEmpty()) {
      out.append(" ").append(code(finding.location().path()));
    }
    out.append('\n');
    for (RelatedLocation related : finding.related()) {
      out.append("- ")
          .append(code(related.location().span().toString()))
          .append(' ')
          .append(escape(RelatedText.what(related)))
          .append('\n');
    }
    if (finding.hint() != null) {
      out.append("\n**Help:** ").append(escape(finding.hint())).append('\n');
    }
    return out.append("\nRule ").append(code(finding.rule())).append('\n').toString();
  }

  private static String icon(Severity severity) {
    return switch (severity) {
      case ERROR -> "❌";
      case WARNING -> "⚠️";
      case INFO -> "ℹ️";
    };
  }

  /** Text in which nothing is markup, a link, HTML or a mention of somebody. */
  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    String shown = Printable.of(text);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '@' -> out.append("@\u200b"); // else it would notify a person of that name
        case '\\', '`', '*', '_', '[', ']', '#', '|', '~' -> out.append('\\').append(c);
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String code(String text) {
    String fence = text.contains("`") ? "``" : "`";
    return fence + Printable.of(text) + fence;
  }
}
