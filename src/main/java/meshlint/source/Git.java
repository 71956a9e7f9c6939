package meshlint.source;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs Git in a folder. Nothing of the user's configuration may change what it prints. */
final class Git {
  private Git() {}

  /** A running Git whose complaints nobody reads. */
  static Process start(Path folder, String... arguments) throws IOException {
    return start(folder, false, arguments);
  }

  private static Process start(Path folder, boolean complains, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "core.quotePath=false"));
    command.addAll(List.of(arguments));
    ProcessBuilder git = new ProcessBuilder(command).directory(folder.toFile());
    git.environment().put("LC_ALL", "C");
    git = complains ? git.redirectErrorStream(true) : git.redirectError(Redirect.DISCARD);
    try {
      return git.start();
    } catch (IOException e) {
      throw new IOException("needs git, and cannot start it", e);
    }
  }

  /** What Git prints; null where it fails. */
  static @Nullable String ask(Path folder, String... arguments) throws IOException {
    return answer(start(folder, arguments));
  }

  private static @Nullable String answer(Process git) throws IOException {
    git.getOutputStream().close();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return succeeds(git) ? out : null;
  }

  /** Whether a Git that has been read to its end did what it was asked. */
  static boolean succeeds(Process git) throws IOException {
    try {
      return git.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted", e);
    }
  }

  /**
   * The top folder of the working tree that a folder is in.
   *
   * @throws IOException with a reason in plain words, where it is in none
   */
  static Path root(Path folder) throws IOException {
    String up = ask(folder, "rev-parse", "--show-cdup");
    if (up != null) {
      return folder.resolve(up.strip()).normalize();
    }
    Process again = start(folder, true, "rev-parse", "--show-cdup");
    again.getOutputStream().close();
    String complaint = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    throw new IOException(
        complaint.contains("dubious ownership")
            ? "Git does not trust "
                + folder
                + ", because it belongs to another user: git config --global --add safe.directory '*'"
            : folder + " is in no Git repository");
  }
}
