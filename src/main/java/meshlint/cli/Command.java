package meshlint.cli;

import java.util.List;

/** Something that the program does, told by the first argument. */
interface Command {
  /** The first argument, such as {@code explain}. */
  String name();

  /** What it does, in a few words. */
  String summary();

  /** What follows the name, such as {@code [OPTIONS] PATH...}. */
  String synopsis();

  /** Its options in the order of its help. {@code --help} is every command's. */
  List<Option> options();

  /** What its operands can be, for shells to complete; empty where they are files. */
  default List<String> words() {
    return List.of();
  }

  /** Lines that its help ends with; may be empty. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @return an {@link ExitCode}
   * @throws UsageException where the arguments ask for what cannot be done
   */
  int run(Arguments arguments, Invocation invocation) throws UsageException;
}
