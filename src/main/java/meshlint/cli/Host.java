package meshlint.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process that a run stands in.
 *
 * @param terminal what its standard output is connected to; asked only for text, because looking
 *     costs time
 * @param program how it was started, such as {@code meshlint}
 * @param pages the folder beside the program that has a page for each rule; null where there is
 *     none
 * @param isOurs whether it is there for this run alone, and standard error is its own
 */
record Host(Supplier<Terminal> terminal, String program, @Nullable Path pages, boolean isOurs) {
  private static final String PROGRAM = "meshlint";

  /** Some other program, of which nothing is known. */
  static final Host OTHER = new Host(() -> Terminal.NONE, PROGRAM, null, false);

  /** This process, started for a run. */
  static Host thisProcess() {
    return new Host(Terminal::detect, programName(), pagesBeside(BuildInfo.jar()), true);
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

  /** The pages of the checkout in whose {@code target} folder the jar was built. */
  private static @Nullable Path pagesBeside(@Nullable Path jar) {
    Path target = jar == null ? null : jar.getParent();
    Path checkout = target == null ? null : target.getParent();
    return checkout == null ? null : checkout.resolve("docs").resolve("rules");
  }
}
