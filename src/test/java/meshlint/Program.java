package meshlint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program as a shell would start it: a command line, a folder, an environment. */
final class Program {
  /** The packed jar. */
  static final Path JAR = Path.of("target", "lint.jar").toAbsolutePath();

  private final List<String> command;
  private Path folder = Path.of("").toAbsolutePath();
  private final Map<String, @Nullable String> environment = new LinkedHashMap<>();

  private Program(List<String> command) {
    this.command = command;
    // Options for Java that the build was started with would print a notice each time.
    environment.put("JAVA_TOOL_OPTIONS", null);
    environment.put("JDK_JAVA_OPTIONS", null);
  }

  /** A command that is found on the path. */
  static Program of(String... command) {
    return new Program(List.of(command));
  }

  /** {@code java -jar target/lint.jar} with the Java that runs the tests. */
  static Program jar(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    return new Program(command);
  }

  Program in(Path newFolder) {
    folder = newFolder;
    return this;
  }

  /** Sets a variable; null takes it away. */
  Program with(String name, @Nullable String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs it to its end, for two minutes at most. */
  Result run() {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      environment.forEach(
          (name, value) -> {
            if (value == null) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + command);
      }
      Result result =
          new Result(
              process.exitValue(),
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What a run left behind. */
  record Result(int code, String out, String err) {}
}
