package meshlint.report;

import java.util.ArrayList;
import java.util.List;

/** Sentences broken into lines at spaces. */
public final class Wrap {
  private Wrap() {}

  /** The text in lines of at most {@code width} cells; a longer word has a line of its own. */
  public static List<String> words(String text, int width) {
    if (DisplayWidth.of(text) <= width) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int cells = 0;
    for (String word : text.split(" ", -1)) {
      int wordCells = DisplayWidth.of(word);
      if (cells > 0 && cells + 1 + wordCells > width) {
        lines.add(line.toString());
        line.setLength(0);
        cells = 0;
      }
      if (cells > 0) {
        line.append(' ');
        cells++;
      }
      line.append(word);
      cells += wordCells;
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * The text wrapped behind something that already takes {@code used} cells of the first line.
   *
   * @param indent cells that further lines are indented by
   */
  static String behind(int used, int indent, String text, int width) {
    if (width == Integer.MAX_VALUE) {
      return text;
    }
    // Filler of the used width takes part in the wrapping and is cut off again.
    String filler = "x".repeat(used - indent);
    List<String> lines = words(filler + text, width - indent);
    return String.join("\n" + " ".repeat(indent), lines).substring(filler.length());
  }
}
