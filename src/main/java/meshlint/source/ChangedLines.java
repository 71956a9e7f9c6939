package meshlint.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of the working tree that differ from a Git revision, untracked files included. */
public final class ChangedLines {
  private static final Pattern HUNK = Pattern.compile("@@ -\\S+ \\+(\\d+)(?:,(\\d+))? @@.*");

  private final Path root;
  private final Map<Path, List<int[]>> ranges = new HashMap<>();

  private ChangedLines(Path root) {
    this.root = root;
  }

  /**
   * What changed since the working tree's branch left a revision's history, as a pull request shows
   * it.
   *
   * @param revision a branch, tag or commit
   * @param cwd a folder of the repository
   * @throws IOException with a reason in plain words
   */
  public static ChangedLines since(String revision, Path cwd) throws IOException {
    if (revision.startsWith("-")) {
      throw new IOException("no revision: " + revision);
    }
    String up = git(cwd, "is in no Git repository", "rev-parse", "--show-cdup").strip();
    Path root = cwd.resolve(up).normalize();
    String unknown = "Git knows no revision " + revision;
    String commit = git(cwd, unknown, "rev-parse", "--verify", revision + "^{commit}").strip();
    String base =
        git(cwd, "shares no history with " + revision, "merge-base", commit, "HEAD").strip();
    ChangedLines changed = new ChangedLines(root);
    changed.readDiff(
        git(
            root,
            "git diff failed",
            "-c",
            "core.quotePath=false",
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            base));
    String untracked =
        git(root, "git ls-files failed", "ls-files", "-z", "--others", "--exclude-standard");
    for (String name : untracked.split("\0", -1)) {
      if (!name.isEmpty()) {
        changed.add(root.resolve(name), 1, Integer.MAX_VALUE);
      }
    }
    return changed;
  }

  private static String git(Path folder, String failure, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    git.getOutputStream().close();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (git.waitFor() != 0) {
        throw new IOException(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted", e);
    }
    return out;
  }

  private void readDiff(String diff) {
    Path file = null;
    boolean inHeader = false;
    for (String line : diff.split("\n", -1)) {
      if (line.startsWith("diff --git ")) {
        inHeader = true;
        file = null;
      } else if (inHeader && line.startsWith("+++ ")) {
        String name = line.substring(4).stripTrailing(); // Git puts a tab behind a name with spaces
        file = name.startsWith("b/") ? root.resolve(name.substring(2)) : null;
      } else if (line.startsWith("@@ ") && file != null) {
        inHeader = false;
        Matcher hunk = HUNK.matcher(line);
        if (hunk.matches()) {
          int start = Integer.parseInt(hunk.group(1));
          int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
          // Lines that were only removed changed what stands before and behind them.
          add(file, start, count == 0 ? start + 1 : start + count - 1);
        }
      }
    }
  }

  private void add(Path file, int from, int to) {
    ranges.computeIfAbsent(file.normalize(), f -> new ArrayList<>()).add(new int[] {from, to});
  }

  /** Whether one of these lines of a file changed; both count from 1 and are included. */
  public boolean touch(Path file, int from, int to) {
    for (int[] range : ranges.getOrDefault(file.normalize(), List.of())) {
      if (range[0] <= to && from <= range[1]) {
        return true;
      }
    }
    return false;
  }
}
