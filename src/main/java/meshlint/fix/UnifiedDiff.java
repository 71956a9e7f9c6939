package meshlint.fix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import meshlint.finding.Edit;
import meshlint.source.SourceFile;

/** What fixing would change, as {@code git apply} and {@code patch} read it. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final SourceFile file;
  private final List<String> lines;

  /** The index into the text at which each line starts. */
  private final int[] starts;

  private final StringBuilder out = new StringBuilder();

  /** How many lines the new file has more than the old one, up to here. */
  private int shift;

  private UnifiedDiff(SourceFile file) {
    this.file = file;
    this.lines = lines(file.text());
    this.starts = new int[lines.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + lines.get(i - 1).length();
    }
  }

  /**
   * Old lines and what replaces them.
   *
   * @param from index of the first old line
   * @param to index behind the last old line
   */
  private record Change(int from, int to, List<String> fresh) {}

  /** The changes of one file, with a header. */
  public static String of(FixedFile fixed) {
    UnifiedDiff diff = new UnifiedDiff(fixed.file());
    String path = fixed.file().path();
    diff.out.append("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
    diff.hunks(diff.changes(fixed.edits()));
    return diff.out.toString();
  }

  /** The changed lines: edits of one line together, unchanged lines at the ends left out. */
  private List<Change> changes(List<Edit> edits) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < edits.size(); ) {
      int from = lineOf(start(edits.get(i)));
      int to = from;
      int next = i;
      while (next < edits.size() && (next == i || lineOf(start(edits.get(next))) < to)) {
        Edit edit = edits.get(next);
        int last = Math.max(start(edit), end(edit) - 1);
        to = Math.max(to, Math.min(lineOf(last) + 1, lines.size()));
        next++;
      }
      changes.add(trim(new Change(from, to, fresh(edits.subList(i, next), from, to))));
      i = next;
    }
    return changes;
  }

  /** The lines from {@code from} to {@code to} with these edits in them. */
  private List<String> fresh(List<Edit> edits, int from, int to) {
    StringBuilder text = new StringBuilder();
    int at = startOf(from);
    for (Edit edit : edits) {
      text.append(file.text(), at, start(edit)).append(edit.text());
      at = end(edit);
    }
    return lines(text.append(file.text(), at, startOf(to)).toString());
  }

  private Change trim(Change change) {
    int from = change.from();
    int to = change.to();
    List<String> fresh = change.fresh();
    while (from < to && !fresh.isEmpty() && lines.get(from).equals(fresh.get(0))) {
      from++;
      fresh = fresh.subList(1, fresh.size());
    }
    while (from < to && !fresh.isEmpty() && lines.get(to - 1).equals(fresh.get(fresh.size() - 1))) {
      to--;
      fresh = fresh.subList(0, fresh.size() - 1);
    }
    return new Change(from, to, fresh);
  }

  private void hunks(List<Change> changes) {
    for (int i = 0; i < changes.size(); ) {
      int next = i + 1;
      while (next < changes.size()
          && changes.get(next).from() - changes.get(next - 1).to() <= 2 * CONTEXT) {
        next++;
      }
      hunk(changes.subList(i, next));
      i = next;
    }
  }

  private void hunk(List<Change> changes) {
    int start = Math.max(0, changes.get(0).from() - CONTEXT);
    int end = Math.min(lines.size(), changes.get(changes.size() - 1).to() + CONTEXT);
    int grown = 0;
    for (Change change : changes) {
      grown += change.fresh().size() - (change.to() - change.from());
    }
    int oldCount = end - start;
    out.append("@@ -").append(range(start, oldCount));
    out.append(" +").append(range(start + shift, oldCount + grown)).append(" @@\n");
    int at = start;
    for (Change change : changes) {
      print(' ', lines.subList(at, change.from()));
      print('-', lines.subList(change.from(), change.to()));
      print('+', change.fresh());
      at = change.to();
    }
    print(' ', lines.subList(at, end));
    shift += grown;
  }

  private static String range(int start, int count) {
    return (count == 0 ? start : start + 1) + "," + count;
  }

  private void print(char sign, List<String> printed) {
    for (String line : printed) {
      out.append(sign).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }

  private int start(Edit edit) {
    return file.charIndex(edit.span().start());
  }

  private int end(Edit edit) {
    return file.charIndex(edit.span().end());
  }

  private int startOf(int line) {
    return line < starts.length ? starts[line] : file.text().length();
  }

  /** The line that holds this character; the number of lines for the end behind a line break. */
  private int lineOf(int index) {
    if (index >= file.text().length() && file.text().endsWith("\n")) {
      return lines.size();
    }
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** Lines with their ends. A lone carriage return ends no line here, as diff tools have it. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }
}
