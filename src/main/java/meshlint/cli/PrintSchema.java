package meshlint.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import meshlint.finding.Nearest;

/** The JSON Schemas of what meshlint writes and reads, for programs and editors. */
final class PrintSchema {
  /** The option that prints one. */
  static final String NAME = "--print-schema";

  static final Option OPTION =
      Option.value(NAME, "NAME", "a JSON Schema: report (of -o json), config or rule");

  private static final List<String> NAMES = List.of("report", "config", "rule");

  private PrintSchema() {}

  /** Whether a command line asks for a schema. */
  static boolean isAskedBy(String first) {
    return first.equals(NAME) || first.startsWith(NAME + "=");
  }

  /**
   * Prints the schema that the arguments name; that of reports where they name none.
   *
   * @throws UsageException where they name another
   */
  static int run(List<String> args, Invocation invocation) throws UsageException {
    String first = args.get(0);
    int equals = first.indexOf('=');
    String name =
        equals >= 0 ? first.substring(equals + 1) : args.size() > 1 ? args.get(1) : NAMES.get(0);
    if (!NAMES.contains(name)) {
      String near = Nearest.of(name, NAMES);
      throw new UsageException(
          NAME
              + " takes "
              + String.join(", ", NAMES.subList(0, NAMES.size() - 1))
              + " or "
              + NAMES.get(NAMES.size() - 1)
              + ", not "
              + name
              + (near == null ? "" : "; did you mean " + near + "?"));
    }
    String resource = "/meshlint/" + name + ".schema.json";
    try (InputStream in =
        Objects.requireNonNull(PrintSchema.class.getResourceAsStream(resource), resource)) {
      invocation.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.OK;
  }
}
