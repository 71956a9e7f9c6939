package meshlint.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import meshlint.report.TextStyle;
import org.jspecify.annotations.Nullable;

/**
 * What a run may touch besides its arguments.
 *
 * @param in standard input
 * @param out where reports go, and nothing else
 * @param err where everything else goes
 * @param cwd the working directory: relative paths start there, printed ones are relative to it
 * @param env environment variables
 * @param terminal what {@code out} is connected to; asked only for text, because looking costs time
 * @param program how this run was started, such as {@code meshlint}
 */
record Invocation(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path cwd,
    Map<String, String> env,
    Supplier<Terminal> terminal,
    String program) {
  /** How text on {@code out} looks, given the value of {@code --color}. */
  TextStyle style(@Nullable String color) {
    return terminal.get().style(color, env, program);
  }

  /** Says something that is no part of the report. */
  void note(String line) {
    err.println("meshlint: " + line);
  }
}
