package meshlint.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run starts. */
public final class Main {
  static final String DEFAULT_COMMAND = "lint";

  private static final String PROGRAM = "meshlint";

  private Main() {}

  /** Runs on this process's streams, and ends it with an {@link ExitCode}. */
  public static void main(String[] args) {
    // Reports are UTF-8 on every machine: their bytes must not depend on its locale.
    try (PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err)) {
      Path cwd = Path.of("").toAbsolutePath();
      Invocation invocation =
          new Invocation(
              System.in, out, err, cwd, System.getenv(), Terminal::detect, programName());
      int code = run(invocation, Arrays.asList(args));
      out.flush();
      err.flush();
      System.exit(code);
    }
  }

  /**
   * Runs in this process, for tests and for programs that embed it. Nothing outside of the
   * arguments is read or written, besides the files that they name.
   *
   * @return 0 where nothing was found, 1 for findings, 2 where the run cannot be trusted
   */
  public static int run(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path cwd,
      Map<String, String> env,
      String... args) {
    Invocation invocation = new Invocation(in, out, err, cwd, env, () -> Terminal.NONE, PROGRAM);
    return run(invocation, Arrays.asList(args));
  }

  private static int run(Invocation invocation, List<String> args) {
    List<Command> commands = commands();
    String first = args.isEmpty() ? "" : args.get(0);
    if (first.equals("--version") || first.equals("-V")) {
      invocation.out().println(BuildInfo.text());
      return ExitCode.OK;
    }
    Command named = find(commands, first);
    Command command = named != null ? named : commands.get(0);
    List<String> rest = named != null ? args.subList(1, args.size()) : args;
    try {
      if (asksForHelp(rest)) {
        invocation.out().print(HelpText.of(command, commands, invocation.program()));
        return ExitCode.OK;
      }
      return command.run(Arguments.parse(command.options(), rest), invocation);
    } catch (UsageException e) {
      e.text().lines().forEach(invocation::note);
      if (e.isAboutArguments()) {
        invocation.note("try: " + invocation.program() + helpOf(named));
      }
      return ExitCode.FAILED;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      invocation.note("internal error, please report it: " + e);
      e.printStackTrace(invocation.err());
      return ExitCode.FAILED;
    }
  }

  /** All commands, the default one first. */
  private static List<Command> commands() {
    return List.of(
        new LintCommand(),
        new ExplainCommand(),
        new RulesCommand(),
        new TestCommand(),
        new TraceCommand(),
        new NewRuleCommand(),
        new ConnectionsCommand(),
        new InitCommand(),
        new SchemaCommand(),
        new CompletionCommand(Main::commands));
  }

  private static @Nullable Command find(List<Command> commands, String name) {
    for (Command command : commands) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    return null;
  }

  private static boolean asksForHelp(List<String> args) {
    for (String arg : args) {
      if (arg.equals("--")) {
        return false;
      }
      if (arg.equals("--help") || arg.equals("-h")) {
        return true;
      }
    }
    return false;
  }

  private static String helpOf(@Nullable Command command) {
    return (command == null ? "" : " " + command.name()) + " --help";
  }

  /** What a user types to start this program, for the commands that reports recommend. */
  private static String programName() {
    String told = System.getProperty("meshlint.program"); // set by bin/meshlint
    if (told != null) {
      return told;
    }
    String[] command = System.getProperty("sun.java.command", "").split(" ", 2);
    return command[0].endsWith(".jar") ? "java -jar " + command[0] : PROGRAM;
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }
}
