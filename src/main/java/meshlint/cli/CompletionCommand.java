package meshlint.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import meshlint.report.Format;

/** Prints a script that makes a shell complete commands, options and their values. */
final class CompletionCommand implements Command {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private final Supplier<List<Command>> commands;

  /** Completion for these commands, the default one first. */
  CompletionCommand(Supplier<List<Command>> commands) {
    this.commands = commands;
  }

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "print a completion script for bash, zsh or fish";
  }

  @Override
  public String synopsis() {
    return "bash|zsh|fish";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public List<String> notes() {
    return List.of(
        "bash: meshlint completion bash > ~/.local/share/bash-completion/completions/meshlint",
        "zsh:  source <(meshlint completion zsh)   # in ~/.zshrc, behind compinit",
        "fish: meshlint completion fish > ~/.config/fish/completions/meshlint.fish");
  }

  @Override
  public List<String> words() {
    return SHELLS;
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    List<String> operands = arguments.operands();
    if (operands.size() != 1 || !SHELLS.contains(operands.get(0))) {
      throw new UsageException("name one shell: " + String.join(", ", SHELLS));
    }
    invocation
        .out()
        .print(
            switch (operands.get(0)) {
              case "fish" -> fish();
              case "zsh" -> zsh();
              default -> bash();
            });
    return ExitCode.OK;
  }

  private String bash() {
    StringBuilder out = new StringBuilder("_meshlint() {\n");
    out.append("  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n");
    // Bash takes the = of --option=value for a word of its own.
    out.append("  [ \"$cur\" != = ] || cur=\n");
    out.append("  [ \"$prev\" != = ] || prev=${COMP_WORDS[COMP_CWORD-2]}\n");
    out.append("  local options values=\n  case ${COMP_WORDS[1]} in\n");
    for (Command command : commands.get()) {
      String label = command.name().equals(Main.DEFAULT_COMMAND) ? "*" : command.name();
      if (!label.equals("*")) {
        bashCase(label, command, out);
      }
    }
    bashCase("*", commands.get().get(0), out);
    out.append("  esac\n  if [ -n \"$values\" ]; then\n");
    out.append("    COMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n");
    out.append("  elif [[ $cur == -* ]]; then\n");
    out.append("    COMPREPLY=($(compgen -W \"$options --help\" -- \"$cur\"))\n");
    out.append("  elif [ \"$COMP_CWORD\" -eq 1 ]; then\n");
    out.append("    COMPREPLY=($(compgen -W \"").append(String.join(" ", names()));
    out.append("\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n");
    out.append("  else\n    COMPREPLY=($(compgen -f -- \"$cur\"))\n  fi\n}\n");
    return out.append("complete -o filenames -F _meshlint meshlint\n").toString();
  }

  /** What the value of an option can be; empty where that is a file, or anybody's guess. */
  private static List<String> words(Option option) {
    if (option.equals(LintOptions.FORMAT)) {
      return Format.words();
    }
    return option.equals(LintOptions.SELECT) || option.equals(LintOptions.IGNORE)
        ? Rules.builtInIds()
        : option.choices();
  }

  private static void bashCase(String label, Command command, StringBuilder out) {
    List<String> options = new ArrayList<>();
    StringBuilder values = new StringBuilder();
    for (Option option : command.options()) {
      options.addAll(option.names());
      List<String> words = words(option);
      if (!words.isEmpty()) {
        values.append("        ").append(String.join("|", option.names()));
        values.append(") values=\"").append(String.join(" ", words)).append("\" ;;\n");
      }
    }
    if (!command.words().isEmpty()) {
      String words = String.join(" ", command.words());
      values.append("        ").append(command.name());
      values.append(") values=\"").append(words).append("\" ;;\n");
    }
    out.append("    ").append(label).append(")\n      options=\"");
    out.append(String.join(" ", options)).append("\"\n");
    if (!values.isEmpty()) {
      out.append("      case $prev in\n").append(values).append("      esac\n");
    }
    out.append("      ;;\n");
  }

  private String zsh() {
    StringBuilder out = new StringBuilder("#compdef meshlint\n_meshlint() {\n");
    out.append("  local -a commands=(\n");
    for (Command command : commands.get()) {
      if (!command.name().equals(Main.DEFAULT_COMMAND)) {
        out.append("    ").append(zshQuoted(command.name() + ":" + command.summary())).append('\n');
      }
    }
    out.append("  )\n  case $words[2] in\n");
    for (Command command : commands.get()) {
      if (!command.name().equals(Main.DEFAULT_COMMAND)) {
        out.append("    ").append(command.name()).append(")\n");
        out.append("      shift words; (( CURRENT-- ))\n");
        zshArguments(command, out);
      }
    }
    out.append("    *)\n      (( CURRENT > 2 )) || _describe command commands\n");
    zshArguments(commands.get().get(0), out);
    out.append("  esac\n}\n");
    // The script is read by `source`, or lies as _meshlint in a folder of $fpath.
    return out.append("if [ \"$funcstack[1]\" = _meshlint ]; then _meshlint \"$@\"\n")
        .append("else compdef _meshlint meshlint; fi\n")
        .toString();
  }

  private static void zshArguments(Command command, StringBuilder out) {
    out.append("      _arguments");
    for (Option option : command.options()) {
      for (String name : option.names()) {
        StringBuilder spec = new StringBuilder(option.isRepeatable() ? "*" : "").append(name);
        spec.append(option.value() == null ? "" : name.startsWith("--") ? "=" : "+");
        spec.append('[').append(option.help().replaceAll("[:\\[\\]]", "\\\\$0")).append(']');
        if (option.value() != null) {
          spec.append(":value:").append(zshWords(words(option)));
        }
        out.append(" \\\n        ").append(zshQuoted(spec.toString()));
      }
    }
    out.append(" \\\n        ").append(zshQuoted("*:operand:" + zshWords(command.words())));
    out.append("\n      ;;\n");
  }

  private static String zshWords(List<String> words) {
    return words.isEmpty() ? "_files" : "(" + String.join(" ", words) + ")";
  }

  private static String zshQuoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private String fish() {
    StringBuilder out = new StringBuilder();
    String none = "not __fish_seen_subcommand_from " + String.join(" ", names());
    for (Command command : commands.get()) {
      boolean isDefault = command.name().equals(Main.DEFAULT_COMMAND);
      if (!isDefault) {
        out.append("complete -c meshlint -n '").append(none).append("' -a ");
        out.append(command.name()).append(" -d ").append(quoted(command.summary())).append('\n');
      }
      if (!command.words().isEmpty()) {
        out.append("complete -c meshlint -f -n '__fish_seen_subcommand_from ");
        out.append(command.name()).append("' -a ");
        out.append(quoted(String.join(" ", command.words()))).append('\n');
      }
      String when = isDefault ? none : "__fish_seen_subcommand_from " + command.name();
      for (Option option : command.options()) {
        out.append("complete -c meshlint -n '").append(when).append("' -l ");
        out.append(option.name().substring(2));
        for (String name : option.names().subList(1, option.names().size())) {
          out.append(" -s ").append(name.substring(1));
        }
        if (option.value() != null) {
          out.append(" -r");
        }
        if (!words(option).isEmpty()) {
          out.append(" -f -a ").append(quoted(String.join(" ", words(option))));
        }
        out.append(" -d ").append(quoted(option.help())).append('\n');
      }
    }
    return out.toString();
  }

  private List<String> names() {
    return commands.get().stream()
        .map(Command::name)
        .filter(name -> !name.equals(Main.DEFAULT_COMMAND))
        .toList();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
