package meshlint.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.engine.LintResult;
import meshlint.engine.Suppressed;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Findings for people at a terminal: each with the lines it is about underlined, the primary place
 * first, then the other ends of the relation, then what to do; a summary at the end.
 */
final class TextReporter implements Reporter {
  /** The cell at which object names stand behind a place, where it is shorter. */
  private static final int NAME_COLUMN = 40;

  /** Cells that the second line of a message is indented by. */
  private static final int MESSAGE_INDENT = 4;

  /** So many frames a finding; further places are one line each. */
  private static final int MAX_FRAMES = 5;

  /** So many places without a frame; the rest is counted. */
  private static final int MAX_LINES = 10;

  private final Format.Settings settings;
  private final TextStyle style;

  TextReporter(Format.Settings settings) {
    this.settings = settings;
    this.style = settings.style();
  }

  @Override
  public String render(LintResult result) {
    StringBuilder out = new StringBuilder();
    List<Finding> findings = result.findings();
    int shown = Math.min(findings.size(), settings.maxFindings());
    for (Finding finding : findings.subList(0, shown)) {
      finding(finding, out);
      out.append('\n');
    }
    if (shown < findings.size()) {
      out.append(style.ellipsis())
          .append(" and ")
          .append(findings.size() - shown)
          .append(" more findings: raise --max-findings to see them\n\n");
    }
    if (settings.showSuppressed()) {
      suppressed(result, out);
    }
    if (settings.withSummary()) {
      new SummaryText(style).print(result, out);
    }
    return out.toString();
  }

  private void suppressed(LintResult result, StringBuilder out) {
    for (Suppressed one : result.suppressed()) {
      Finding finding = one.finding();
      String line =
          "suppressed: "
              + finding.location().span()
              + ": "
              + finding.severity().word()
              + "["
              + finding.rule()
              + "] "
              + finding.message()
              + " (by "
              + one.by()
              + ")";
      out.append(style.dim(Printable.of(line))).append('\n');
    }
    out.append(result.suppressed().isEmpty() ? "" : "\n");
  }

  private void finding(Finding finding, StringBuilder out) {
    String head = finding.severity().word() + "[" + finding.rule() + "]";
    out.append(style.rule(finding.rule(), style.severity(finding.severity(), head)));
    String message = ": " + Printable.of(finding.message());
    message = Wrap.behind(head.length(), MESSAGE_INDENT, message, style.proseWidth());
    out.append(style.bold(message)).append('\n');

    List<Group> groups = groups(finding);
    List<Group> framed = groups.subList(0, Math.min(groups.size(), MAX_FRAMES));
    int gutter = gutter(framed);
    for (int i = 0; i < framed.size(); i++) {
      Group group = framed.get(i);
      if (i > 0) {
        bar(gutter, out);
      }
      header(i == 0, group, gutter, out);
      new CodeFrame(group.file, finding.severity(), style, gutter, out).print(group.marks);
    }
    furtherPlaces(groups.subList(framed.size(), groups.size()), gutter, out);
    notes(finding, gutter, out);
  }

  /** Places by file and object, in the order in which they first appear: the primary one leads. */
  private static List<Group> groups(Finding finding) {
    Map<Object, Group> groups = new LinkedHashMap<>();
    Location primary = finding.location();
    add(groups, finding.object(), primary, "", true);
    for (RelatedLocation related : finding.related()) {
      add(groups, related.object(), related.location(), related.label(), false);
    }
    return new ArrayList<>(groups.values());
  }

  private static void add(
      Map<Object, Group> groups,
      @Nullable ObjectRef object,
      Location location,
      String label,
      boolean isPrimary) {
    Span span = location.span();
    List<Object> key = List.of(span.file(), Objects.requireNonNullElse(object, ""));
    groups
        .computeIfAbsent(key, k -> new Group(span.file(), object, location, new ArrayList<>()))
        .marks
        .add(new CodeFrame.Mark(span, label, isPrimary));
  }

  /** The places of a finding in one object of one file; {@code first} is what its header names. */
  private record Group(
      SourceFile file, @Nullable ObjectRef object, Location first, List<CodeFrame.Mark> marks) {}

  private static int gutter(List<Group> groups) {
    int last = 1;
    for (Group group : groups) {
      for (CodeFrame.Mark mark : group.marks) {
        last = Math.max(last, mark.span().line());
      }
    }
    return Math.max(2, Integer.toString(last).length());
  }

  private void header(boolean isFirst, Group group, int gutter, StringBuilder out) {
    String arrow = isFirst ? style.firstArrow() : style.nextArrow();
    // ASCII arrows are three cells and lean out to the left, so that the place stands in line.
    int indent = gutter + 1 - (style.unicode() ? 0 : 1);
    out.append(" ".repeat(indent)).append(style.frame(arrow)).append(' ');
    place(group, gutter, indent + DisplayWidth.of(arrow) + 1, out);
    out.append('\n');
  }

  private void place(Group group, int gutter, int used, StringBuilder out) {
    Span span = group.first.span();
    String place = Printable.of(span.toString());
    out.append(style.file(span.file().path(), place));
    if (group.object == null) {
      return;
    }
    String name = Printable.of(group.object.toString());
    int end = used + DisplayWidth.of(place);
    int gap = Math.max(2, NAME_COLUMN - end);
    if (end + gap + DisplayWidth.of(name) > style.frameWidth()) {
      String bar = style.bar();
      out.append('\n').append(" ".repeat(gutter + 1)).append(style.frame(bar));
      out.append(" ".repeat(used - gutter - 1 - DisplayWidth.of(bar))).append(name);
      end = used + DisplayWidth.of(name);
    } else {
      out.append(" ".repeat(gap)).append(name);
      end += gap + DisplayWidth.of(name);
    }
    String path = Printable.of(group.first.path());
    if (!path.isEmpty() && end + 2 + DisplayWidth.of(path) <= style.frameWidth()) {
      out.append("  ").append(style.dim(path));
    }
  }

  private void furtherPlaces(List<Group> groups, int gutter, StringBuilder out) {
    if (groups.isEmpty()) {
      return;
    }
    bar(gutter, out);
    for (Group group : groups.subList(0, Math.min(groups.size(), MAX_LINES))) {
      header(false, group, gutter, out);
    }
    if (groups.size() > MAX_LINES) {
      out.append(" ".repeat(gutter + 1))
          .append(style.frame(style.gap()))
          .append(" and ")
          .append(groups.size() - MAX_LINES)
          .append(" more places\n");
    }
  }

  private void bar(int gutter, StringBuilder out) {
    out.append(" ".repeat(gutter + 1)).append(style.frame(style.bar())).append('\n');
  }

  private void notes(Finding finding, int gutter, StringBuilder out) {
    if (finding.hint() == null && finding.fix() == null) {
      return;
    }
    bar(gutter, out);
    if (finding.hint() != null) {
      note("help: ", finding.hint(), finding.fix() == null, gutter, out);
    }
    if (finding.fix() != null) {
      String option =
          switch (finding.fix().safety()) {
            case SAFE -> "--fix";
            case UNSAFE -> "--unsafe-fixes, after a look at --diff";
          };
      note("fix: ", finding.fix().title() + " (" + option + ")", true, gutter, out);
    }
  }

  private void note(String word, String text, boolean isLast, int gutter, StringBuilder out) {
    String mark = style.note(isLast);
    out.append(" ".repeat(gutter + 1)).append(style.frame(mark)).append(' ');
    out.append(style.bold(word));
    int used = gutter + 1 + DisplayWidth.of(mark) + 1 + word.length();
    out.append(Wrap.behind(used, used, Printable.of(text), style.proseWidth())).append('\n');
  }
}
