package meshlint.cli;

import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import meshlint.finding.Nearest;
import org.jspecify.annotations.Nullable;

/** Where a run starts. */
public final class Main {
  static final String DEFAULT_COMMAND = "lint";

  private Main() {}

  /** Runs on this process's streams, and ends it with an {@link ExitCode}. */
  public static void main(String[] args) {
    OutputFile out = new OutputFile(FileDescriptor.out);
    OutputFile err = new OutputFile(FileDescriptor.err);
    try (PrintStream printOut = out.printer();
        PrintStream printErr = err.printer()) {
      Path cwd = Path.of("").toAbsolutePath();
      Invocation invocation =
          new Invocation(System.in, printOut, printErr, cwd, System.getenv(), Host.thisProcess());
      int code = run(invocation, Arrays.asList(args));
      printOut.flush();
      if (out.failure() != null) {
        invocation.note("cannot write to standard output: " + out.failure());
        code = ExitCode.FAILED;
      }
      printErr.flush();
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
    return run(new Invocation(in, out, err, cwd, env, Host.OTHER), Arrays.asList(args));
  }

  private static int run(Invocation invocation, List<String> args) {
    List<Command> commands = commands();
    String first = args.isEmpty() ? "" : args.get(0);
    if (first.equals("--version") || first.equals("-V")) {
      invocation.out().print(BuildInfo.text());
      return ExitCode.OK;
    }
    Command named = find(commands, first);
    Command command = named != null ? named : commands.get(0);
    List<String> rest = named != null ? args.subList(1, args.size()) : args;
    try {
      if (PrintSchema.isAskedBy(first)) {
        return PrintSchema.run(args, invocation);
      }
      if (asksForHelp(rest)) {
        String help =
            named != null
                ? HelpText.of(named, invocation.program())
                : HelpText.overview(commands, invocation.program());
        invocation.out().print(help);
        return ExitCode.OK;
      }
      if (named == null) {
        refuseMisspelt(first, commands, invocation.cwd());
      }
      return command.run(Arguments.parse(command.options(), rest), invocation);
    } catch (UsageException e) {
      invocation.err().print(e.errors());
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
        new TraceCommand(),
        new ConnectionsCommand(),
        new InitCommand(),
        new TestCommand(),
        new NewRuleCommand(),
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

  /** A first argument that is no path here, but nearly a command, was meant as the command. */
  private static void refuseMisspelt(String first, List<Command> commands, Path cwd)
      throws UsageException {
    if (first.startsWith("-") || first.contains("/")) {
      return;
    }
    String near = Nearest.of(first, commands.stream().map(Command::name).toList());
    try {
      if (near != null && !Files.exists(cwd.resolve(first))) {
        throw new UsageException(
            "no file, folder or command is called " + first + "; did you mean " + near + "?");
      }
    } catch (InvalidPathException e) {
      // Said where paths are read.
    }
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
}
