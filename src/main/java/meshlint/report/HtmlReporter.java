package meshlint.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import meshlint.engine.LintResult;
import meshlint.engine.Summary;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** One HTML page that needs nothing else: no script, no font, no server. */
final class HtmlReporter implements Reporter {
  /** Characters of a long line that are shown on each side of a place. */
  private static final int CONTEXT = 120;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>meshlint report</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --error: #c62828; --warning: #9a6700; --info: #0b6bcb; }
      @media (prefers-color-scheme: dark) { :root { --error: #ff7b72; --warning: #e3b341; --info: #79c0ff; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      article { border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px; padding: .5rem 1rem; margin: 1rem 0; }
      .error { border-left-color: var(--error); } .warning { border-left-color: var(--warning); } .info { border-left-color: var(--info); }
      .error h2 span { color: var(--error); } .warning h2 span { color: var(--warning); } .info h2 span { color: var(--info); }
      article h2 { font-size: 1rem; margin: .25rem 0; } h3 { font-size: .875rem; font-weight: normal; margin: .75rem 0 0; }
      pre { margin: .25rem 0; padding: .25rem .5rem; overflow-x: auto; background: #8881; border-radius: 4px; }
      h3 b { font-weight: 600; } mark { background: #ffd54f88; color: inherit; } pre span, small, .path { opacity: .7; }
      details { border-top: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
      .text { white-space: pre-wrap; background: none; font: inherit; } a { color: inherit; }
      </style>
      </head>
      <body>
      """;

  private final List<RuleHelp> rules;

  /** Explains the rules of its findings, as far as they are among these. */
  HtmlReporter(List<RuleHelp> rules) {
    this.rules = List.copyOf(rules);
  }

  @Override
  public String render(LintResult result) {
    Summary summary = result.summary();
    StringBuilder out = new StringBuilder(HEAD);
    out.append("<h1>meshlint: ").append(SummaryText.counts(summary)).append("</h1>\n<p>");
    out.append(SummaryText.linted(summary)).append(SummaryText.leftOut(summary));
    if (summary.skipped() > 0) {
      out.append("; skipped: ").append(escape(SummaryText.skipped(summary)));
    }
    out.append("</p>\n");
    Set<String> found = new HashSet<>();
    for (Finding finding : result.findings()) {
      found.add(finding.rule());
      article(finding, out);
    }
    if (!found.isEmpty()) {
      out.append("<h2>The rules</h2>\n");
      rules.stream().filter(rule -> found.contains(rule.id())).forEach(rule -> rule(rule, out));
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static void rule(RuleHelp rule, StringBuilder out) {
    out.append("<details id=\"").append(escape(rule.id())).append("\"><summary>");
    out.append(escape(rule.id())).append(": ").append(escape(rule.title()));
    out.append("</summary>\n<pre class=\"text\">").append(Xml.escape(rule.markdown()));
    out.append("</pre></details>\n");
  }

  private static void article(Finding finding, StringBuilder out) {
    Severity severity = finding.severity();
    out.append("<article class=\"").append(severity.word()).append("\">\n<h2><span>");
    out.append(severity.word()).append("</span> ").append(escape(finding.message()));
    out.append("</h2>\n");
    String object = finding.object() == null ? null : finding.object().toString();
    place(finding.location(), object, "", out);
    for (RelatedLocation related : finding.related()) {
      String name = related.object() == null ? null : related.object().toString();
      place(related.location(), name, related.label(), out);
    }
    if (finding.hint() != null) {
      out.append("<p><strong>Help:</strong> ").append(escape(finding.hint())).append("</p>\n");
    }
    String rule = escape(finding.rule());
    out.append("<small>why, and how to confirm it: <a href=\"#").append(rule).append("\">");
    out.append(rule).append("</a></small>\n</article>\n");
  }

  private static void place(
      Location location, @Nullable String name, String label, StringBuilder out) {
    Span span = location.span();
    out.append("<h3>").append(escape(span.toString()));
    if (name != null) {
      out.append(" <b>").append(escape(name)).append("</b>");
    }
    out.append(" <span class=\"path\">").append(escape(location.path())).append("</span>");
    if (!label.isEmpty()) {
      out.append("<br>").append(escape(label));
    }
    out.append("</h3>\n<pre><span>").append(span.line()).append(" | </span>");
    SourceFile file = span.file();
    int start = file.lineStart(span.line());
    int end =
        start + file.lineText(span.line()).codePointCount(0, file.lineText(span.line()).length());
    int markEnd = Math.max(span.start(), Math.min(span.end(), end));
    int from = Math.max(start, span.start() - CONTEXT);
    int to = Math.min(end, markEnd + CONTEXT);
    out.append(from > start ? "…" : "")
        .append(escape(file.slice(from, span.start())))
        .append("<mark>")
        .append(escape(file.slice(span.start(), markEnd)))
        .append("</mark>")
        .append(escape(file.slice(markEnd, Math.max(markEnd, to))))
        .append(to < end ? "…" : "")
        .append("</pre>\n");
  }

  private static String escape(String text) {
    return Xml.escape(Printable.of(text));
  }
}
