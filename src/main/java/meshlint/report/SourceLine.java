package meshlint.report;

/**
 * One line of a manifest laid out in terminal cells: tabs expanded, wide characters two cells wide,
 * what a terminal would act on made visible.
 */
final class SourceLine {
  private static final int TAB = 4;

  private final String shown;

  /** The cell at which each code point of the source line starts; one more for the end. */
  private final int[] cells;

  SourceLine(String text) {
    int[] codePoints = text.codePoints().toArray();
    this.cells = new int[codePoints.length + 1];
    StringBuilder out = new StringBuilder(text.length());
    int cell = 0;
    for (int i = 0; i < codePoints.length; i++) {
      cells[i] = cell;
      if (codePoints[i] == '\t') {
        int spaces = TAB - cell % TAB;
        out.append(" ".repeat(spaces));
        cell += spaces;
      } else {
        String one = Printable.of(Character.toString(codePoints[i]));
        out.append(one);
        cell += DisplayWidth.of(one);
      }
    }
    cells[codePoints.length] = cell;
    this.shown = out.toString();
  }

  /** The cell at which a column (in code points, from 1) starts; the end for one behind it. */
  int cell(int column) {
    return cells[Math.min(column - 1, cells.length - 1)];
  }

  /** How many cells the line takes. */
  int width() {
    return cells[cells.length - 1];
  }

  /**
   * Which cell to start showing at, so that the cells from {@code from} to {@code to} are among the
   * {@code room} that are there. 0 where the line's start and they fit together.
   */
  int windowStart(int from, int to, int room, int ellipsis) {
    if (width() <= room || to <= room - ellipsis) {
      return 0;
    }
    int withContextBehind = to + room / 4 - room;
    int notPastTheSpan = from - ellipsis - 1;
    int notPastTheEnd = width() - room;
    return Math.max(0, Math.min(withContextBehind, Math.min(notPastTheSpan, notPastTheEnd)));
  }

  /**
   * What is shown of the cells from {@code start} on, at most {@code room}, ends cut with an
   * ellipsis.
   */
  String window(int start, int room, String ellipsis) {
    if (start == 0 && width() <= room) {
      return shown;
    }
    int dots = DisplayWidth.of(ellipsis);
    int first = start == 0 ? 0 : start + dots;
    boolean cutsEnd = start + room < width();
    int last = cutsEnd ? start + room - dots : width();
    StringBuilder out = new StringBuilder(start == 0 ? "" : ellipsis);
    int cell = 0;
    for (int i = 0; i < shown.length() && cell < last; ) {
      int codePoint = shown.codePointAt(i);
      int width = DisplayWidth.of(codePoint);
      if (cell >= first && cell + width <= last) {
        out.appendCodePoint(codePoint);
      } else if (cell + width > first) {
        out.append(' '); // half of a wide character
      }
      cell += width;
      i += Character.charCount(codePoint);
    }
    return out.append(cutsEnd ? ellipsis : "").toString();
  }
}
