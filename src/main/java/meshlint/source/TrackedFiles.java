package meshlint.source;

import java.io.IOException;
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
    String names = Git.ask(folder, "ls-files", "-z");
    if (names == null) {
      throw new IOException("is in no Git repository, so no file of it is tracked");
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
