package meshlint.report;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Paths as parts of URIs. */
final class Uri {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Uri() {}

  /** A path with everything percent-encoded that is not plain in a URI. */
  static String path(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~/".indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }
}
