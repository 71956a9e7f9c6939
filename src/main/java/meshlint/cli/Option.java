package meshlint.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a command. The parser, the help and the completion scripts all read these.
 *
 * @param names all its spellings, the long one first
 * @param value what its value is called in the help, such as {@code FILE}; null for a flag
 * @param choices the values it takes; empty where any will do
 * @param isRepeatable whether it may be given more than once
 * @param help what it does, one line
 */
record Option(
    List<String> names,
    @Nullable String value,
    List<String> choices,
    boolean isRepeatable,
    String help) {
  Option {
    names = List.copyOf(names);
    choices = List.copyOf(choices);
  }

  /** An option without a value. */
  static Option flag(String name, String help) {
    return new Option(List.of(name), null, List.of(), false, help);
  }

  /** An option with a value. */
  static Option value(String name, String value, String help) {
    return new Option(List.of(name), value, List.of(), false, help);
  }

  /** An option whose value is one of these. */
  static Option choice(String name, String value, List<String> choices, String help) {
    return new Option(List.of(name), value, choices, false, help);
  }

  /** This option, with a short spelling too. */
  Option or(String shortName) {
    return new Option(List.of(names.get(0), shortName), value, choices, isRepeatable, help);
  }

  /** This option, to be given any number of times. */
  Option repeatable() {
    return new Option(names, value, choices, true, help);
  }

  /** The long spelling. */
  String name() {
    return names.get(0);
  }
}
