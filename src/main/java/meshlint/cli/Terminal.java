package meshlint.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import meshlint.report.Links;
import meshlint.report.TextStyle;
import org.jspecify.annotations.Nullable;

/**
 * What standard output is connected to, and what it can show.
 *
 * @param isTerminal whether a person looks at it
 * @param columns its width in cells; 0 where that is not known
 */
record Terminal(boolean isTerminal, int columns) {
  /** A file or a pipe. */
  static final Terminal NONE = new Terminal(false, 0);

  /**
   * Looks at this process's standard output. {@code System.console()} will not do: on Java 17 it is
   * null when standard input is redirected, and from 22 on it is there even without a terminal.
   */
  static Terminal detect() {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return NONE; // nothing to ask without native code; --color always still colours
    }
    return isSurelyNone(1) ? NONE : askShell();
  }

  /** Whether a person looks at one of this process's streams: 1 for output, 2 for errors. */
  static boolean isTerminal(int stream) {
    if (System.getProperty("os.name", "").startsWith("Windows") || isSurelyNone(stream)) {
      return false;
    }
    ProcessBuilder test = new ProcessBuilder("/bin/sh", "-c", "test -t " + stream);
    test.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    try {
      return test.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether a look at the file system shows that a stream is no terminal. */
  private static boolean isSurelyNone(int stream) {
    Path link = Path.of("/proc/self/fd/" + stream);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        // The usual case in CI and hooks costs no process.
        return !target.startsWith("/dev/pts/") && !target.startsWith("/dev/tty");
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Terminal askShell() {
    ProcessBuilder stty = new ProcessBuilder("/bin/sh", "-c", "test -t 1 && stty size <&1 >&2");
    stty.redirectOutput(Redirect.INHERIT);
    stty.redirectInput(Redirect.from(new java.io.File("/dev/null")));
    try {
      Process process = stty.start();
      String size = new String(process.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!process.waitFor(1, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return NONE;
      }
      // "24 80"; a pseudo-terminal without a size, such as pre-commit's, says "0 0".
      int space = size.indexOf(' ');
      return new Terminal(true, space < 0 ? 0 : Integer.parseInt(size.substring(space + 1).trim()));
    } catch (IOException | NumberFormatException e) {
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  /**
   * How text looks here.
   *
   * @param color the value of {@code --color}; null where it was not given
   * @param program how this run was started
   * @param links what names lead to
   */
  TextStyle style(@Nullable String color, Map<String, String> env, String program, Links links) {
    boolean usesColor = usesColor(color, env);
    // A terminal that cannot follow links ignores them, but what asks for plain text gets it.
    boolean usesLinks = isTerminal && usesColor && !isPlain(env);
    return new TextStyle(
        usesColor, usesUnicode(env), width(env), program, usesLinks ? links : null);
  }

  private static boolean isPlain(Map<String, String> env) {
    String term = env.getOrDefault("TERM", "");
    return term.equals("dumb") || term.equals("linux");
  }

  private boolean usesColor(@Nullable String option, Map<String, String> env) {
    if (option != null && !option.equals("auto")) {
      return option.equals("always");
    }
    // In this order: no-color.org (non-empty counts), then bixense.com/clicolors and
    // force-color.org.
    if (isSet(env, "NO_COLOR")) {
      return false;
    }
    if (isOn(env, "CLICOLOR_FORCE") || isOn(env, "FORCE_COLOR")) {
      return true;
    }
    if ("dumb".equals(env.get("TERM"))) {
      return false;
    }
    // Both show colours in their logs.
    return isTerminal || isSet(env, "GITHUB_ACTIONS") || isSet(env, "GITLAB_CI");
  }

  private boolean usesUnicode(Map<String, String> env) {
    if (!isTerminal || isPlain(env)) {
      return false;
    }
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = env.getOrDefault(name, "");
      if (!locale.isEmpty()) {
        String lower = locale.toLowerCase(Locale.ROOT);
        return lower.endsWith("utf-8") || lower.endsWith("utf8");
      }
    }
    return isSet(env, "WT_SESSION");
  }

  private int width(Map<String, String> env) {
    String given = env.getOrDefault("COLUMNS", "");
    if (given.matches("[1-9][0-9]{0,4}")) {
      return Integer.parseInt(given);
    }
    return columns;
  }

  private static boolean isSet(Map<String, String> env, String name) {
    return !env.getOrDefault(name, "").isEmpty();
  }

  private static boolean isOn(Map<String, String> env, String name) {
    return isSet(env, name) && !"0".equals(env.get(name));
  }
}
