package meshlint.cli;

import java.util.List;
import meshlint.report.Wrap;

/** The help of a command, made of its option table. */
final class HelpText {
  /** The cell at which explanations start. */
  private static final int COLUMN = 28;

  private static final int WIDTH = 80;

  private HelpText() {}

  /** The help of one command; the default command's also names the others. */
  static String of(Command command, List<Command> others, String program) {
    StringBuilder out = new StringBuilder();
    out.append(command.summary()).append("\n\n");
    boolean isDefault = command.name().equals(Main.DEFAULT_COMMAND);
    out.append("usage: ")
        .append(program)
        .append(isDefault ? "" : " " + command.name())
        .append(command.synopsis().isEmpty() ? "" : " " + command.synopsis())
        .append('\n');
    if (isDefault) {
      for (Command other : others) {
        if (other != command) {
          row("  or " + program + " " + other.name(), other.summary(), out);
        }
      }
    }
    out.append('\n');
    for (Option option : command.options()) {
      row("  " + spelling(option), option.help(), out);
    }
    row("  -h, --help", "print this", out);
    if (isDefault) {
      row("  -V, --version", "print the version", out);
    }
    if (!command.notes().isEmpty()) {
      out.append('\n');
      for (String note : command.notes()) {
        out.append(String.join("\n", Wrap.words(note, WIDTH))).append('\n');
      }
    }
    return out.toString();
  }

  private static String spelling(Option option) {
    String names =
        option.names().size() > 1 ? option.names().get(1) + ", " + option.name() : option.name();
    return option.value() == null ? names : names + " " + option.value();
  }

  private static void row(String left, String right, StringBuilder out) {
    String indent = "\n" + " ".repeat(COLUMN);
    int gap = COLUMN - left.length();
    out.append(left).append(gap > 1 ? " ".repeat(gap) : indent);
    out.append(String.join(indent, Wrap.words(right, WIDTH - COLUMN))).append('\n');
  }
}
