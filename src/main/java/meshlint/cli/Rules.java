package meshlint.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import meshlint.rule.Catalogue;
import meshlint.rule.RuleError;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleLoader.Loaded;
import meshlint.rule.RuleSet;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;

/** The rules of a run: those in the jar and those that the user brings. */
final class Rules {
  private static final String FOLDER = "rules/";

  private Rules() {}

  /**
   * The built-in rules and those in the user's folders, which replace built-in ones of the same id.
   *
   * @throws UsageException with every error of every rule, each with its place
   */
  static RuleSet load(List<String> folders, Path cwd) throws UsageException {
    RuleLoader loader = new RuleLoader(Catalogue.standard(), Schemas.bundled());
    Loaded builtIn = loader.load(builtInFiles());
    List<RuleError> errors = new ArrayList<>(builtIn.errors());
    RuleSet rules = builtIn.rules();
    for (String folder : folders) {
      Path path = cwd.resolve(folder);
      if (!Files.isDirectory(path)) {
        throw UsageException.of("no folder of rules: " + folder);
      }
      Loaded more = loader.load(path, folder);
      errors.addAll(more.errors());
      rules = rules.plus(more.rules());
    }
    if (!errors.isEmpty()) {
      StringBuilder text = new StringBuilder();
      errors.stream().sorted().forEach(error -> text.append(error.withCaret()).append('\n'));
      throw UsageException.of(text.append(errors.size()).append(" rule errors").toString());
    }
    return rules;
  }

  /** The rule files beside this program's classes, in its jar or its folder. */
  private static List<SourceFile> builtInFiles() {
    List<SourceFile> files = new ArrayList<>();
    try {
      Path home = Path.of(Rules.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(home)) {
        readFolder(home.resolve(FOLDER), files);
      } else {
        readJar(home, files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in rules cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this program does not know where it is", e);
    }
    files.sort(Comparator.comparing(SourceFile::path));
    return files;
  }

  private static void readFolder(Path folder, List<SourceFile> files) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.filter(file -> file.endsWith(RuleLoader.RULE_FILE)).toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.add(new SourceFile(FOLDER + name, Files.readString(path)));
      }
    }
  }

  private static void readJar(Path jar, List<SourceFile> files) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      for (JarEntry entry : opened.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(FOLDER) && name.endsWith("/" + RuleLoader.RULE_FILE)) {
          byte[] bytes = opened.getInputStream(entry).readAllBytes();
          files.add(new SourceFile(name, new String(bytes, StandardCharsets.UTF_8)));
        }
      }
    }
  }
}
