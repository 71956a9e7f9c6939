package meshlint.fix;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import meshlint.finding.Edit;
import meshlint.source.SourceFile;
import meshlint.source.TextDecoder;
import meshlint.source.TextDecoder.Decoded;

/**
 * A file with edits applied.
 *
 * @param file the file as it was linted
 * @param edits what changes, by position, without overlap
 */
public record FixedFile(SourceFile file, List<Edit> edits) {
  /** Copies the list. */
  public FixedFile {
    edits = List.copyOf(edits);
  }

  /** The whole new text. */
  public String text() {
    String old = file.text();
    StringBuilder out = new StringBuilder(old.length() + 64);
    int at = 0;
    for (Edit edit : edits) {
      out.append(old, at, file.charIndex(edit.span().start())).append(edit.text());
      at = file.charIndex(edit.span().end());
    }
    return out.append(old, at, old.length()).toString();
  }

  /**
   * Writes the new text over the file, in its encoding and with its byte order mark.
   *
   * @throws IOException where that fails, the file changed since it was read, or it holds bytes
   *     that are no text and would be lost
   */
  public void write(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    Decoded decoded = TextDecoder.decode(bytes);
    if (!decoded.text().equals(file.text())) {
      throw new IOException("it changed while it was linted");
    }
    Charset charset = decoded.charset();
    byte[] body = decoded.text().getBytes(charset);
    int mark = bytes.length - body.length;
    if (mark < 0 || !Arrays.equals(bytes, mark, bytes.length, body, 0, body.length)) {
      throw new IOException("it holds bytes that are no text");
    }
    byte[] fixed = text().getBytes(charset);
    byte[] all = Arrays.copyOf(bytes, mark + fixed.length);
    System.arraycopy(fixed, 0, all, mark, fixed.length);
    Files.write(path, all);
  }
}
