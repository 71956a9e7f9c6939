package meshlint.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import meshlint.finding.Nearest;
import meshlint.report.Format;
import org.jspecify.annotations.Nullable;

/**
 * A report that the user asked for.
 *
 * @param format its format
 * @param file where it goes; null for standard output
 */
record Output(Format format, @Nullable Path file) {
  /**
   * The outputs of all {@code --format} values, {@code FORMAT} or {@code FORMAT=FILE}; text where
   * there is none.
   *
   * @throws UsageException for an unknown format, or more than one for standard output
   */
  static List<Output> parse(List<String> values, Path cwd) throws UsageException {
    List<Output> outputs = new ArrayList<>();
    int toStdout = 0;
    for (String value : values) {
      int equals = value.indexOf('=');
      String word = equals < 0 ? value : value.substring(0, equals);
      Format format = Format.of(word);
      if (format == null) {
        String near = Nearest.of(word, Format.words());
        throw new UsageException(
            "unknown format "
                + word
                + (near == null
                    ? ": it is one of " + String.join(", ", Format.words())
                    : "; did you mean " + near + "?"));
      }
      String file = equals < 0 ? "-" : value.substring(equals + 1);
      if (file.equals("-")) {
        toStdout++;
        outputs.add(new Output(format, null));
      } else {
        outputs.add(new Output(format, resolve(cwd, file)));
      }
    }
    if (toStdout > 1) {
      throw new UsageException("only one format can go to standard output: write FORMAT=FILE");
    }
    return outputs.isEmpty() ? List.of(new Output(Format.TEXT, null)) : outputs;
  }

  private static Path resolve(Path cwd, String file) throws UsageException {
    try {
      return cwd.resolve(file);
    } catch (InvalidPathException e) {
      throw new UsageException("not a path: " + file);
    }
  }

  /** Writes the report, in UTF-8 always. */
  void write(String report, Invocation invocation) throws UsageException {
    byte[] bytes = report.getBytes(StandardCharsets.UTF_8);
    if (file == null) {
      invocation.out().write(bytes, 0, bytes.length);
      invocation.out().flush();
      return;
    }
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, bytes);
    } catch (IOException e) {
      throw UsageException.of("cannot write " + file + ": " + e.getMessage());
    }
  }
}
