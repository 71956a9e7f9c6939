package meshlint.cli;

import java.util.List;
import meshlint.report.Wrap;

/** The help of commands, made of their option tables. Each fits a screen of 80 columns. */
final class HelpText {
  /** The cell at which explanations start. */
  private static final int COLUMN = 26;

  private static final int WIDTH = 80;

  private static final Option HELP = Option.flag("--help", "print this").or("-h");
  private static final Option VERSION = Option.flag("--version", "print the version").or("-V");

  private HelpText() {}

  /** What the program does: its commands, and the options that people need first. */
  static String overview(List<Command> commands, String program) {
    Command lint = commands.get(0);
    StringBuilder out = new StringBuilder(lint.summary()).append("\n\n");
    usage(program, lint.synopsis(), out);
    out.append("\nother commands, each with a --help:\n");
    for (Command other : commands.subList(1, commands.size())) {
      row("  " + other.name(), other.summary(), out);
    }
    out.append("\noptions, of which `").append(lint.name()).append(" --help` prints all:\n");
    for (Option option : LintOptions.FIRST) {
      row("  " + spelling(option), option.help(), out);
    }
    row("  " + spelling(PrintSchema.OPTION), PrintSchema.OPTION.help(), out);
    row("  " + spelling(VERSION), VERSION.help(), out);
    return out.append(LintCommand.EXIT_CODES).append('\n').toString();
  }

  /** The help of one command. */
  static String of(Command command, String program) {
    StringBuilder out = new StringBuilder(command.summary()).append("\n\n");
    usage(program + " " + command.name(), command.synopsis(), out);
    out.append('\n');
    for (Option option : command.options()) {
      row("  " + spelling(option), option.help(), out);
    }
    row("  " + spelling(HELP), HELP.help(), out);
    if (!command.notes().isEmpty()) {
      out.append('\n');
      for (String note : command.notes()) {
        out.append(String.join("\n", Wrap.words(note, WIDTH))).append('\n');
      }
    }
    return out.toString();
  }

  private static void usage(String command, String synopsis, StringBuilder out) {
    out.append("usage: ").append(command);
    out.append(synopsis.isEmpty() ? "" : " " + synopsis).append('\n');
  }

  private static String spelling(Option option) {
    String names =
        option.names().size() > 1 ? option.names().get(1) + ", " + option.name() : option.name();
    return option.value() == null ? names : names + " " + option.value();
  }

  private static void row(String left, String right, StringBuilder out) {
    String indent = "\n" + " ".repeat(COLUMN);
    int gap = COLUMN - left.length();
    out.append(left).append(gap > 0 ? " ".repeat(gap) : indent);
    out.append(String.join(indent, Wrap.words(right, WIDTH - COLUMN))).append('\n');
  }
}
