package meshlint.report;

import meshlint.finding.Severity;
import org.jspecify.annotations.Nullable;

/**
 * How text for people looks where it is printed.
 *
 * @param color whether to use ANSI colours; only the sixteen that terminals let people choose, so
 *     that they are readable on dark and on light backgrounds
 * @param unicode whether to draw frames with box characters; otherwise ASCII
 * @param width cells of a line; 0 where it is not known: sentences are not wrapped then
 * @param command how this run was started, such as {@code meshlint}, for the commands that a report
 *     recommends
 * @param links what names lead to; null where nobody could follow
 */
public record TextStyle(
    boolean color, boolean unicode, int width, String command, @Nullable Links links) {
  /** Plain ASCII, unwrapped. */
  public static final TextStyle PLAIN = new TextStyle(false, false, 0, "meshlint", null);

  private static final int DEFAULT_WIDTH = 100;
  private static final int MIN_WIDTH = 40;

  /** The width that source lines are cut to. */
  int frameWidth() {
    return width == 0 ? DEFAULT_WIDTH : Math.max(MIN_WIDTH, width);
  }

  /** The width that sentences are wrapped to. */
  int proseWidth() {
    return width == 0 ? Integer.MAX_VALUE : Math.max(MIN_WIDTH, width);
  }

  String bold(String text) {
    return ansi("1", text);
  }

  String dim(String text) {
    return ansi("2", text);
  }

  /** Line numbers, bars, arrows. */
  String frame(String text) {
    return ansi("94", text);
  }

  /** A word or underline in the colour of a severity. */
  String severity(Severity severity, String text) {
    return ansi(
        switch (severity) {
          case ERROR -> "1;31";
          case WARNING -> "1;33";
          case INFO -> "1;36";
        },
        text);
  }

  private String ansi(String code, String text) {
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** A text that leads to a file. */
  String file(String path, String text) {
    return links == null ? text : links.file(path, text);
  }

  /** A text that leads to what explains a rule. */
  String rule(String id, String text) {
    return links == null ? text : links.rule(id, text);
  }

  String bar() {
    return unicode ? "│" : "|";
  }

  String firstArrow() {
    return unicode ? "╭▸" : "-->";
  }

  String nextArrow() {
    return unicode ? "├▸" : ":::";
  }

  String gap() {
    return unicode ? "┆" : "...";
  }

  String note(boolean isLast) {
    return unicode ? (isLast ? "╰" : "├") : "=";
  }

  String underline(boolean isPrimary) {
    return unicode ? (isPrimary ? "━" : "─") : (isPrimary ? "^" : "-");
  }

  String ellipsis() {
    return unicode ? "…" : "...";
  }
}
