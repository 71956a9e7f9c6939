package meshlint.source;

import java.io.IOException;
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
  private final String base;
  private final Map<Path, List<int[]>> ranges = new HashMap<>();
  private boolean isEmpty = true;

  private ChangedLines(Path root, String base) {
    this.root = root;
    this.base = base;
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
    Path root = Git.root(cwd);
    String commit = RevisionFiles.commit(revision, cwd);
    if (commit == null) {
      throw new IOException("Git knows no such revision" + ifShallow(cwd));
    }
    String base = Git.ask(cwd, "merge-base", commit, "HEAD");
    if (base == null) {
      throw new IOException("the working tree shares no history with it" + ifShallow(cwd));
    }
    ChangedLines changed = new ChangedLines(root, base.strip());
    changed.readDiff(
        ask(
            root,
            "diff",
            "--unified=0",
            "--find-renames",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            changed.base));
    for (String name :
        ask(root, "ls-files", "-z", "--others", "--exclude-standard").split("\0", -1)) {
      if (!name.isEmpty()) {
        changed.add(root.resolve(name), 1, Integer.MAX_VALUE);
      }
    }
    return changed;
  }

  private static String ask(Path root, String... arguments) throws IOException {
    String answer = Git.ask(root, arguments);
    if (answer == null) {
      throw new IOException("git " + arguments[0] + " failed");
    }
    return answer;
  }

  private static String ifShallow(Path cwd) throws IOException {
    String shallow = Git.ask(cwd, "rev-parse", "--is-shallow-repository");
    return shallow != null && shallow.strip().equals("true")
        ? ": this clone is shallow; fetch its history (git fetch --unshallow, or fetch-depth: 0 of"
            + " actions/checkout, or GIT_DEPTH: 0 in GitLab)"
        : "";
  }

  /** The commit that the changes start from. */
  public String base() {
    return base;
  }

  /** Whether a path is in the repository. */
  public boolean covers(Path path) {
    return path.normalize().startsWith(root);
  }

  /** Whether nothing changed at all. */
  public boolean isEmpty() {
    return isEmpty;
  }

  private void readDiff(String diff) {
    Path file = null;
    boolean inHeader = false;
    for (String line : diff.split("\n", -1)) {
      if (line.startsWith("diff --git ")) {
        isEmpty = false; // a deleted file has no lines that could have changed
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
    isEmpty = false;
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
