package meshlint.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What Git tracks, asked of the {@code git} on the path. */
final class TrackedFiles {
  private TrackedFiles() {}

  /**
   * The tracked files below a folder, each as the folder's path and the rest.
   *
   * @throws IOException with a reason in plain words, where there is no Git or no repository
   */
  static Set<Path> below(Path folder) throws IOException {
    Process git;
    try {
      git =
          new ProcessBuilder("git", "ls-files", "-z")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IOException("needs git to tell which files are tracked, and cannot start it", e);
    }
    git.getOutputStream().close();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (git.waitFor() != 0) {
        throw new IOException("is in no Git repository, so no file of it is tracked");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted", e);
    }
    Set<Path> files = new HashSet<>();
    for (String name : names.split("\0", -1)) {
      if (!name.isEmpty()) {
        files.add(folder.resolve(name));
      }
    }
    return files;
  }
}
