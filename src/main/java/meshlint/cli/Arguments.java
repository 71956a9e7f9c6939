package meshlint.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.finding.Nearest;
import org.jspecify.annotations.Nullable;

/** A parsed command line. {@code --} ends the options; {@code -} is no option. */
final class Arguments {
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /**
   * Parses what stands behind the command's name.
   *
   * @throws UsageException naming the argument that is wrong, and the option it may have meant
   */
  static Arguments parse(List<Option> options, List<String> args) throws UsageException {
    Arguments parsed = new Arguments();
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      if (arg.equals("--")) {
        rest.forEachRemaining(parsed.operands::add);
      } else if (arg.startsWith("--")) {
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        parsed.add(find(options, name), name, equals < 0 ? null : arg.substring(equals + 1), rest);
      } else if (arg.startsWith("-") && arg.length() > 1) {
        // -o json, -ojson and -o=json
        String name = arg.substring(0, 2);
        String attached = arg.length() > 2 ? arg.substring(arg.charAt(2) == '=' ? 3 : 2) : null;
        parsed.add(find(options, name), name, attached, rest);
      } else {
        parsed.operands.add(arg);
      }
    }
    return parsed;
  }

  private static Option find(List<Option> options, String name) throws UsageException {
    List<String> known = new ArrayList<>();
    for (Option option : options) {
      if (option.names().contains(name)) {
        return option;
      }
      known.add(option.name());
    }
    String near = Nearest.of(name, known);
    throw new UsageException(
        "unknown option " + name + (near == null ? "" : "; did you mean " + near + "?"));
  }

  private void add(Option option, String written, @Nullable String attached, Iterator<String> rest)
      throws UsageException {
    String value = attached;
    if (option.value() == null) {
      if (attached != null) {
        throw new UsageException("option " + written + " takes no value");
      }
      value = "";
    } else if (value == null) {
      if (!rest.hasNext()) {
        throw new UsageException("option " + written + " needs a value: " + option.value());
      }
      value = rest.next();
    }
    if (!option.choices().isEmpty() && !option.choices().contains(value)) {
      String near = Nearest.of(value, option.choices());
      throw new UsageException(
          "option "
              + written
              + " is one of "
              + String.join(", ", option.choices())
              + ", not "
              + value
              + (near == null ? "" : "; did you mean " + near + "?"));
    }
    List<String> all = values.computeIfAbsent(option.name(), name -> new ArrayList<>());
    if (!option.isRepeatable()) {
      all.clear(); // the last one wins, so that a script's default can be overridden
    }
    all.add(value);
  }

  /** Whether the option was given. */
  boolean has(Option option) {
    return values.containsKey(option.name());
  }

  /** The value of an option, null where it was not given. */
  @Nullable String value(Option option) {
    List<String> all = values(option);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** The value of an option, or this where it was not given. */
  String value(Option option, String otherwise) {
    String value = value(option);
    return value == null ? otherwise : value;
  }

  /**
   * The number an option was given, or this where it was not.
   *
   * @throws UsageException where it is no whole number from 0
   */
  int number(Option option, int otherwise) throws UsageException {
    String value = value(option);
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException("option " + option.name() + " needs a number, not " + value);
    }
  }

  /** All values of an option in the order they were given. */
  List<String> values(Option option) {
    return List.copyOf(values.getOrDefault(option.name(), List.of()));
  }

  /** What is no option: paths, names. */
  List<String> operands() {
    return List.copyOf(operands);
  }
}
