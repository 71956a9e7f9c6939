package meshlint.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command line names, in a fixed order: arguments as given, folders by name, and
 * what only links in them lead to at the end.
 *
 * @param files what to read; no file stands twice
 * @param errors arguments and folders that could not be read
 */
public record InputFiles(List<InputFile> files, List<InputError> errors) {
  /** The name of meshlint's configuration. */
  public static final String CONFIG = "meshlint.yaml";

  /** The name of a baseline, where the configuration gives it no other. */
  public static final String BASELINE = "meshlint-baseline.json";

  /** Copies the lists. */
  public InputFiles {
    files = List.copyOf(files);
    errors = List.copyOf(errors);
  }

  /**
   * Finds the files of these arguments.
   *
   * <p>A file that is named is read whatever its ending. A folder is walked for {@code .yaml .yml
   * .json} (and {@code Kustomization}); hidden folders, {@code node_modules}, folders already seen
   * through another link, and folders of a meshlint rule are left out.
   *
   * @param arguments files, folders, or {@code -} for standard input
   * @param cwd the working directory, to which display paths are relative
   * @param stdin read to its end where an argument is {@code -}
   */
  public static InputFiles find(List<String> arguments, Path cwd, InputStream stdin) {
    return find(arguments, cwd, stdin, false);
  }

  /**
   * Finds the files of these arguments, and in folders only those that Git tracks: what a commit
   * holds, without the files that merely lie beside it.
   */
  public static InputFiles findTracked(List<String> arguments, Path cwd, InputStream stdin) {
    return find(arguments, cwd, stdin, true);
  }

  private static InputFiles find(
      List<String> arguments, Path cwd, InputStream stdin, boolean onlyTracked) {
    Finder finder = new Finder(cwd.toAbsolutePath().normalize(), onlyTracked);
    for (String argument : arguments) {
      finder.add(argument, stdin);
    }
    finder.followLinks();
    return new InputFiles(finder.files, finder.errors);
  }

  /** A command-line argument that is a file or folder. */
  private record Root(Path path, String display) {
    /** The display path of the root itself or of something below it. */
    String display(Path below) {
      String relative = slashes(path.relativize(below));
      if (relative.isEmpty()) {
        return display;
      }
      return display.equals(".") ? relative : (display.equals("/") ? "" : display + "/") + relative;
    }
  }

  /** A link that was met in a folder. */
  private record Link(Path path, boolean isFolder, Root root, @Nullable Set<Path> only) {}

  private static final class Finder {
    private final Path cwd;
    private final List<InputFile> files = new ArrayList<>();
    private final List<InputError> errors = new ArrayList<>();
    // Real paths: one file reached by two arguments or links is one file, and a link loop ends.
    private final Set<Path> seen = new HashSet<>();
    // Followed at the end: what can be reached without a link is shown under its own name.
    private final Deque<Link> links = new ArrayDeque<>();
    private final boolean onlyTracked;
    private boolean stdinRead;

    Finder(Path cwd, boolean onlyTracked) {
      this.cwd = cwd;
      this.onlyTracked = onlyTracked;
    }

    void add(String argument, InputStream stdin) {
      if (argument.equals("-")) {
        addStdin(stdin);
        return;
      }
      Path path;
      boolean absolute;
      try {
        absolute = cwd.getFileSystem().getPath(argument).isAbsolute();
        path = cwd.resolve(argument).normalize();
      } catch (InvalidPathException e) {
        errors.add(new InputError(argument, "is no path"));
        return;
      }
      boolean relative = !absolute || path.startsWith(cwd);
      String display = slashes(relative ? cwd.relativize(path) : path);
      Root root = new Root(path, display.isEmpty() ? "." : display);
      if (!Files.exists(path)) {
        errors.add(new InputError(root.display(), "no such file or folder"));
      } else if (Files.isDirectory(path)) {
        walk(path, root, onlyTracked ? tracked(path, root) : null);
      } else {
        addFile(path, real(path), root);
      }
    }

    private Set<Path> tracked(Path folder, Root root) {
      try {
        return TrackedFiles.below(folder);
      } catch (IOException e) {
        errors.add(new InputError(root.display(), String.valueOf(e.getMessage())));
        return Set.of();
      }
    }

    private void addStdin(InputStream stdin) {
      if (stdinRead) {
        return;
      }
      stdinRead = true;
      try {
        files.add(InputFile.ofBytes(InputFile.STDIN, stdin.readAllBytes()));
      } catch (IOException e) {
        errors.add(new InputError(InputFile.STDIN, InputError.reasonOf(e)));
      }
    }

    private void addFile(Path path, Path real, Root root) {
      if (!Files.isReadable(path)) {
        errors.add(new InputError(root.display(path), "permission denied"));
      } else if (seen.add(real)) {
        files.add(InputFile.onDisk(path, root.display(path), root.display()));
      }
    }

    private void walk(Path folder, Root root, @Nullable Set<Path> only) {
      Path realFolder = real(folder);
      // A rule's folder is read where the user asks for exactly that folder.
      if (!seen.add(realFolder) || (!folder.equals(root.path()) && isRuleFolder(folder))) {
        return;
      }
      List<Path> children;
      try (Stream<Path> entries = Files.list(folder)) {
        children = entries.sorted(Comparator.comparing(child -> name(child))).toList();
      } catch (IOException e) {
        errors.add(new InputError(root.display(folder), InputError.reasonOf(e)));
        return;
      } catch (UncheckedIOException e) {
        errors.add(new InputError(root.display(folder), "cannot be read: " + e.getMessage()));
        return;
      }
      for (Path child : children) {
        Type type = Type.of(child);
        boolean isFolder = type == Type.FOLDER || type == Type.LINK_TO_FOLDER;
        boolean isWanted =
            isFolder
                ? !name(child).startsWith(".") && !name(child).equals("node_modules")
                : isManifestName(name(child)) && (only == null || only.contains(child));
        if (isWanted) {
          switch (type) {
            case FILE -> addFile(child, realFolder.resolve(name(child)), root);
            case FOLDER -> walk(child, root, only);
            case LINK_TO_FILE, LINK_TO_FOLDER -> links.add(new Link(child, isFolder, root, only));
            case OTHER -> {}
          }
        }
      }
    }

    void followLinks() {
      while (!links.isEmpty()) {
        Link link = links.remove();
        if (link.isFolder()) {
          walk(link.path(), link.root(), link.only());
        } else {
          addFile(link.path(), real(link.path()), link.root());
        }
      }
    }

    private static Path real(Path path) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        return path;
      }
    }
  }

  /** What an entry of a folder is; learned with one system call where it is no link. */
  private enum Type {
    FILE,
    LINK_TO_FILE,
    FOLDER,
    LINK_TO_FOLDER,
    /** A dangling link, as editors leave them, or a device. */
    OTHER;

    static Type of(Path path) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
          attributes = Files.readAttributes(path, BasicFileAttributes.class);
          return attributes.isRegularFile()
              ? LINK_TO_FILE
              : attributes.isDirectory() ? LINK_TO_FOLDER : OTHER;
        }
        return attributes.isRegularFile() ? FILE : attributes.isDirectory() ? FOLDER : OTHER;
      } catch (IOException e) {
        return OTHER;
      }
    }
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static String slashes(Path path) {
    String separator = path.getFileSystem().getSeparator();
    return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
  }

  /** Whether a folder's file of this name is read: any YAML or JSON that is not meshlint's own. */
  static boolean isManifestName(String name) {
    if (name.equals(CONFIG) || name.equals(BASELINE)) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml")
        || lower.endsWith(".yml")
        || lower.endsWith(".json")
        || name.equals("Kustomization");
  }

  /**
   * Whether a folder is one rule of ours, whose cases are broken on purpose. Only the content
   * tells: a {@code rule.yaml} may as well be a PrometheusRule.
   */
  private static boolean isRuleFolder(Path folder) {
    Path rule = folder.resolve("rule.yaml");
    if (!Files.isRegularFile(rule)) {
      return false;
    }
    boolean id = false;
    boolean judges = false;
    try (BufferedReader lines = Files.newBufferedReader(rule, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("apiVersion:")) {
          return false;
        }
        id |= line.startsWith("id:");
        judges |= line.startsWith("match:") || line.startsWith("expression:");
        line = lines.readLine();
      }
    } catch (IOException e) {
      return false;
    }
    return id && judges;
  }
}
