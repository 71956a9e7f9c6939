package meshlint.report;

/**
 * Text from manifests as a terminal may safely show it: a file under review must not be able to
 * move the cursor, colour its surroundings or reverse the order of what is shown.
 */
final class Printable {
  private Printable() {}

  /** The text with control characters, line breaks included, made visible. */
  static String of(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char shown = of(c);
      if (shown != c && out == null) {
        out = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (out != null) {
        out.append(shown);
      }
    }
    return out == null ? text : out.toString();
  }

  private static char of(char c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return ' ';
    }
    if (c < 0x20) {
      return (char) (0x2400 + c); // the control pictures: ␀ ␁ … ␛
    }
    boolean isControl = c >= 0x7f && c < 0xa0;
    boolean isLineBreak = c == 0x2028 || c == 0x2029;
    boolean isDirection = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return isControl || isLineBreak || isDirection ? '\ufffd' : c;
  }
}
