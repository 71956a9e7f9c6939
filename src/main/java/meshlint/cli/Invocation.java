package meshlint.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import meshlint.report.Links;
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
 * @param host the process that it stands in
 */
record Invocation(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path cwd,
    Map<String, String> env,
    Host host) {
  /** How this run was started, such as {@code meshlint}. */
  String program() {
    return host.program();
  }

  /** How text on {@code out} looks, given the value of {@code --color}. */
  TextStyle style(@Nullable String color) {
    Links links = new Links(cwd, host.pages());
    return host.terminal().get().style(color, env, host.program(), links);
  }

  /** Whether to say on {@code err} what a run that takes long is at. */
  boolean watchesLongRuns() {
    return host.isOurs() && !"dumb".equals(env.get("TERM"));
  }

  /** Says something that is no part of the report. */
  void note(String line) {
    err.println("meshlint: " + line);
  }
}
