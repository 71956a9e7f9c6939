package meshlint.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a file as text: UTF-8, UTF-16 or UTF-32, told apart as YAML 1.2.2 section 5.2 says,
 * with or without a byte order mark, which is not part of the text.
 */
public final class TextDecoder {
  private static final int SAMPLE = 8192;
  private static final int MAX_MALFORMED = 1000;
  private static final String REPLACEMENT = "\uFFFD";

  private TextDecoder() {}

  /**
   * What decoding gave.
   *
   * @param text the text; each malformed sequence of bytes is one U+FFFD
   * @param malformed char indexes into {@code text} of those U+FFFD, the first {@value
   *     #MAX_MALFORMED}
   * @param binary whether this is no text at all
   * @param charset the encoding found
   */
  public record Decoded(String text, List<Integer> malformed, boolean binary, Charset charset) {
    /** Copies the list. */
    public Decoded {
      malformed = List.copyOf(malformed);
    }
  }

  /** Decodes a whole file. Never fails: see {@link Decoded}. */
  public static Decoded decode(byte[] bytes) {
    Charset charset = StandardCharsets.UTF_8;
    int skip = 0;
    if (starts(bytes, 0x00, 0x00, 0xFE, 0xFF)) {
      charset = Charset.forName("UTF-32BE");
      skip = 4;
    } else if (starts(bytes, 0xFF, 0xFE, 0x00, 0x00)) {
      charset = Charset.forName("UTF-32LE");
      skip = 4;
    } else if (starts(bytes, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      skip = 2;
    } else if (starts(bytes, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      skip = 2;
    } else if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      skip = 3;
    } else {
      charset = unmarked(bytes);
    }
    String text = new String(bytes, skip, bytes.length - skip, charset);
    List<Integer> malformed = List.of();
    if (text.contains(REPLACEMENT)) {
      List<Integer> found = new ArrayList<>();
      text = decodeSlowly(bytes, skip, charset, found);
      malformed = found;
    }
    return new Decoded(text, malformed, isBinary(text, malformed), charset);
  }

  /**
   * Without a mark, the place of zero bytes around the first ASCII character tells UTF-16 and -32.
   */
  private static Charset unmarked(byte[] bytes) {
    if (bytes.length >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] != 0) {
      return Charset.forName("UTF-32BE");
    }
    if (bytes.length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0) {
      return Charset.forName("UTF-32LE");
    }
    if (bytes.length >= 2 && (bytes[0] == 0) != (bytes[1] == 0)) {
      // A binary file can start this way too: a manifest in UTF-16 is mostly ASCII.
      int sample = Math.min(bytes.length, SAMPLE) & ~1;
      int zeroes = 0;
      for (int i = bytes[0] == 0 ? 0 : 1; i < sample; i += 2) {
        zeroes += bytes[i] == 0 ? 1 : 0;
      }
      if (zeroes * 2 > sample / 2) {
        return bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static String decodeSlowly(
      byte[] bytes, int skip, Charset charset, List<Integer> malformed) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, skip, bytes.length - skip);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        break;
      }
      if (malformed.size() < MAX_MALFORMED) {
        malformed.add(out.position());
      }
      out.put(REPLACEMENT);
      in.position(in.position() + result.length());
    }
    return out.flip().toString();
  }

  /**
   * A NUL is in no text; neither is a beginning of which a tenth cannot be decoded or is control.
   */
  private static boolean isBinary(String text, List<Integer> malformed) {
    int end = Math.min(text.length(), SAMPLE);
    int odd = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return true;
      }
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
        odd++;
      }
    }
    for (int index : malformed) {
      odd += index < end ? 1 : 0;
    }
    return odd * 10 > end;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    byte[] head = Arrays.copyOf(bytes, mark.length);
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
