package meshlint.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import meshlint.source.Span;

/** Lines of one file with places in them underlined and labelled. */
final class CodeFrame {
  /**
   * A place to underline.
   *
   * @param label what it says; may be empty
   */
  record Mark(Span span, String label, boolean isPrimary) {}

  private static final Comparator<Mark> LEFT_TO_RIGHT =
      Comparator.comparing((Mark mark) -> !mark.isPrimary())
          .thenComparingInt(mark -> mark.span().start());

  private final SourceFile file;
  private final Severity severity;
  private final TextStyle style;
  private final int gutter;
  private final StringBuilder out;

  /**
   * A frame over a file.
   *
   * @param severity gives the primary place its colour
   * @param gutter cells for line numbers
   */
  CodeFrame(SourceFile file, Severity severity, TextStyle style, int gutter, StringBuilder out) {
    this.file = file;
    this.severity = severity;
    this.style = style;
    this.gutter = gutter;
    this.out = out;
  }

  /** Prints the lines that hold these places, below an empty bar. */
  void print(List<Mark> marks) {
    Map<Integer, List<Mark>> byLine = new TreeMap<>();
    for (Mark mark : marks) {
      byLine.computeIfAbsent(mark.span().line(), line -> new ArrayList<>()).add(mark);
    }
    bar("");
    int previous = 0;
    for (Map.Entry<Integer, List<Mark>> entry : byLine.entrySet()) {
      int line = entry.getKey();
      if (previous > 0 && line == previous + 2) {
        plainLine(previous + 1); // one line takes no more room than the sign that it was left out
      } else if (previous > 0 && line > previous + 2) {
        String gap = style.unicode() ? " ".repeat(gutter + 1) + style.gap() : style.gap();
        out.append(style.frame(gap)).append('\n');
      }
      List<Mark> here = entry.getValue();
      here.sort(LEFT_TO_RIGHT);
      markedLine(line, here);
      previous = line;
    }
  }

  private int room() {
    return style.frameWidth() - gutter - 3;
  }

  private void plainLine(int line) {
    numbered(line, new SourceLine(file.lineText(line)).window(0, room(), style.ellipsis()));
  }

  private void markedLine(int line, List<Mark> marks) {
    SourceLine source = new SourceLine(file.lineText(line));
    Mark first = marks.get(0);
    int dots = DisplayWidth.of(style.ellipsis());
    int start =
        source.windowStart(
            source.cell(first.span().column()), endCell(source, first), room(), dots);
    numbered(line, source.window(start, room(), style.ellipsis()));
    for (Mark mark : marks) {
      underline(source, mark, start);
    }
  }

  /** A place over several lines is underlined on its first. */
  private static int endCell(SourceLine source, Mark mark) {
    Span span = mark.span();
    return span.endLine() == span.line() ? source.cell(span.endColumn()) : source.width();
  }

  private void underline(SourceLine source, Mark mark, int start) {
    int from = Math.max(0, Math.min(source.cell(mark.span().column()) - start, room() - 1));
    int to = Math.max(from + 1, Math.min(endCell(source, mark) - start, room()));
    String line = style.underline(mark.isPrimary()).repeat(to - from);
    String label = Printable.of(mark.label());
    boolean fitsBehind = to + 1 + DisplayWidth.of(label) <= room();
    bar(" ".repeat(from) + paint(mark, line + (fitsBehind && !label.isEmpty() ? " " + label : "")));
    if (!fitsBehind && !label.isEmpty()) {
      List<String> parts = Wrap.words(label, room());
      int widest = parts.stream().mapToInt(DisplayWidth::of).max().orElse(0);
      int indent = Math.max(0, Math.min(from, room() - widest));
      for (String part : parts) {
        bar(" ".repeat(indent) + paint(mark, part));
      }
    }
  }

  private String paint(Mark mark, String text) {
    return mark.isPrimary() ? style.severity(severity, text) : style.frame(text);
  }

  private void numbered(int line, String text) {
    String number = Integer.toString(line);
    out.append(style.frame(" ".repeat(gutter - number.length()) + number + " " + style.bar()));
    out.append(text.isBlank() ? "" : " " + text.stripTrailing()).append('\n');
  }

  private void bar(String text) {
    out.append(" ".repeat(gutter + 1)).append(style.frame(style.bar()));
    out.append(text.isEmpty() ? "" : " " + text).append('\n');
  }
}
