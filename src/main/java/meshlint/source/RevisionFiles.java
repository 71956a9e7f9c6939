package meshlint.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a Git revision, read without touching the working tree. */
public final class RevisionFiles {
  /** Names of files outside of the folder start so. */
  private static final Pattern UP = Pattern.compile("(\\.\\./)+");

  private RevisionFiles() {}

  private static boolean isVisible(String name) {
    String path = "/" + name;
    return !path.contains("/.") && !path.contains("/node_modules/");
  }

  /**
   * The commit that a name means in the repository of a folder; null where it means none, or where
   * there is no Git or no repository.
   */
  public static @Nullable String commit(String name, Path folder) {
    try {
      String answer =
          Git.ask(
              folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
      return answer == null ? null : answer.strip();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The manifests of a commit below some paths, chosen as {@link InputFiles#find} chooses them in
   * folders.
   *
   * @param commit from {@link #commit}
   * @param label what display paths start with, before a colon
   * @param paths files and folders relative to the folder
   * @throws IOException with a reason in plain words
   */
  public static List<InputFile> of(String commit, String label, List<String> paths, Path folder)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("ls-tree", "-r", "-z", "--name-only", commit, "--"));
    command.addAll(paths);
    String answer = Git.ask(folder, command.toArray(new String[0]));
    if (answer == null) {
      throw new IOException("Git cannot list " + String.join(", ", paths) + " at " + label);
    }
    List<String> names = manifests(List.of(answer.split("\0", -1)));
    List<InputFile> out = new ArrayList<>();
    Process cat = Git.start(folder, "cat-file", "--batch");
    try (OutputStream ask = cat.getOutputStream();
        InputStream answers = cat.getInputStream()) {
      DataInputStream in = new DataInputStream(answers);
      for (String name : names) {
        ask.write((commit + ":./" + name + "\n").getBytes(StandardCharsets.UTF_8));
        ask.flush();
        out.add(InputFile.ofBytes(label + ":" + name, blob(in, label + ":" + name)));
      }
    }
    return out;
  }

  /** Reads {@code <id> blob <size>}, a line break, that many bytes, and a line break. */
  private static byte[] blob(DataInputStream in, String name) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("Git cannot read " + name);
      }
      head.append((char) c);
    }
    String[] words = head.toString().split(" ", -1);
    if (words.length != 3 || !words[1].equals("blob")) {
      throw new IOException("Git cannot read " + name);
    }
    byte[] content = new byte[Integer.parseInt(words[2])];
    in.readFully(content);
    in.readByte();
    return content;
  }

  private static List<String> manifests(List<String> names) {
    Set<String> ruleFolders = new HashSet<>();
    for (String name : names) {
      if (name.equals("rule.yaml") || name.endsWith("/rule.yaml")) {
        ruleFolders.add(name.substring(0, name.length() - "rule.yaml".length()));
      }
    }
    return names.stream()
        .filter(name -> InputFiles.isManifestName(name.substring(name.lastIndexOf('/') + 1)))
        .filter(name -> isVisible(UP.matcher(name).replaceFirst("")))
        .filter(name -> name.indexOf('\n') < 0)
        .filter(name -> ruleFolders.stream().noneMatch(name::startsWith))
        .toList();
  }
}
