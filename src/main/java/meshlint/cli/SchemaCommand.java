package meshlint.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Prints the JSON Schema of what meshlint reads and writes, for editors and programs. */
final class SchemaCommand implements Command {
  private static final List<String> NAMES = List.of("config", "report");

  @Override
  public String name() {
    return "schema";
  }

  @Override
  public String summary() {
    return "print the JSON Schema of meshlint.yaml or of the JSON report";
  }

  @Override
  public String synopsis() {
    return "config|report";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    List<String> operands = arguments.operands();
    if (operands.size() != 1 || !NAMES.contains(operands.get(0))) {
      throw new UsageException("name one of " + String.join(", ", NAMES));
    }
    String resource = "/meshlint/" + operands.get(0) + ".schema.json";
    try (InputStream in =
        Objects.requireNonNull(SchemaCommand.class.getResourceAsStream(resource), resource)) {
      invocation.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.OK;
  }
}
