package meshlint.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import meshlint.engine.LintResult;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.RelatedLocation;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** Reviewdog's diagnostic format; its columns count UTF-8 bytes. */
final class RdjsonReporter implements Reporter {
  @Override
  public String render(LintResult result) {
    List<Object> diagnostics = new ArrayList<>();
    for (Finding finding : result.findings()) {
      diagnostics.add(diagnostic(finding));
    }
    return Json.write(
        Json.object("source", Json.object("name", "meshlint"), "diagnostics", diagnostics));
  }

  private static Map<String, Object> diagnostic(Finding finding) {
    List<Object> related = new ArrayList<>();
    for (RelatedLocation other : finding.related()) {
      related.add(
          Json.object(
              "message", RelatedText.what(other),
              "location", location(other.location().span())));
    }
    String message =
        finding.message() + (finding.hint() == null ? "" : "\nhelp: " + finding.hint());
    return Json.object(
        "message", message,
        "location", location(finding.location().span()),
        "severity", finding.severity().word().toUpperCase(Locale.ROOT),
        "code", Json.object("value", finding.rule()),
        "suggestions", suggestions(finding),
        "related_locations", related.isEmpty() ? null : related);
  }

  /** The fix, where all of it is in the finding's own file: a suggestion has no path. */
  private static @Nullable List<Object> suggestions(Finding finding) {
    if (finding.fix() == null) {
      return null;
    }
    List<Object> out = new ArrayList<>();
    for (Edit edit : finding.fix().edits()) {
      if (!edit.span().file().equals(finding.location().span().file())) {
        return null;
      }
      out.add(Json.object("range", range(edit.span()), "text", edit.text()));
    }
    return out;
  }

  private static Map<String, Object> location(Span span) {
    return Json.object("path", span.file().path(), "range", range(span));
  }

  private static Map<String, Object> range(Span span) {
    return Json.object(
        "start", Json.object("line", span.line(), "column", Columns.utf8(span)),
        "end", Json.object("line", span.endLine(), "column", Columns.utf8End(span)));
  }
}
