package meshlint.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;

/** Reads rule folders: every {@code rule.yaml} in a tree is a rule. */
public final class RuleLoader {
  /** The file that makes a folder a rule. */
  public static final String RULE_FILE = "rule.yaml";

  private final Catalogue catalogue;
  private final Checker checker;
  private final Schemas schemas;

  /** A loader of rules that may use what the catalogue declares. */
  public RuleLoader(Catalogue catalogue, Schemas schemas) {
    this.catalogue = catalogue;
    this.checker = new Checker(catalogue);
    this.schemas = schemas;
  }

  /**
   * Rules that were read, and everything that was wrong.
   *
   * @param rules the rules of the files that nothing is wrong with
   */
  public record Loaded(RuleSet rules, List<RuleError> errors) {
    /** Copies the list. */
    public Loaded {
      errors = List.copyOf(errors);
    }

    /** Whether there was no rule file at all. */
    public boolean isEmpty() {
      return rules.rules().isEmpty() && errors.isEmpty();
    }
  }

  /**
   * The rules of all rule folders in and below a folder.
   *
   * @param shown the folder as the user wrote it, for places in errors
   */
  public Loaded load(Path folder, String shown) {
    List<SourceFile> files = new ArrayList<>();
    List<Path> found;
    List<RuleError> unreadable = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      found =
          tree.filter(path -> path.endsWith(RULE_FILE) && Files.isRegularFile(path))
              .sorted()
              .toList();
      for (Path path : found) {
        String below = folder.relativize(path).toString().replace('\\', '/');
        String name = shown.isEmpty() || shown.equals(".") ? below : shown + "/" + below;
        try {
          files.add(new SourceFile(name, Files.readString(path, StandardCharsets.UTF_8)));
        } catch (CharacterCodingException e) {
          unreadable.add(
              new RuleError(new SourceFile(name, "").span(0, 0), "the file is not UTF-8"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rules in " + shown, e);
    }
    Loaded loaded = load(files);
    unreadable.addAll(loaded.errors);
    unreadable.sort(null);
    return new Loaded(loaded.rules, unreadable);
  }

  /**
   * The rules of these files; the folder above a rule's own is its category where it names none.
   */
  public Loaded load(List<SourceFile> files) {
    List<Rule> rules = new ArrayList<>();
    List<RuleError> errors = new ArrayList<>();
    Map<String, SourceFile> seen = new HashMap<>();
    for (SourceFile file : files) {
      RuleReader reader = new RuleReader(file, catalogue, checker, schemas);
      Rule rule = reader.read(category(file.path()), file.path());
      errors.addAll(reader.errors());
      if (rule != null) {
        SourceFile first = seen.putIfAbsent(rule.id(), file);
        if (first == null) {
          rules.add(rule);
        } else {
          errors.add(
              new RuleError(file.span(0, 0), "the id " + rule.id() + " is also that of " + first));
        }
      }
    }
    errors.sort(null);
    return new Loaded(new RuleSet(rules), errors);
  }

  private static String category(String path) {
    String[] parts = path.split("/", -1);
    return parts.length >= 3 ? parts[parts.length - 3] : "custom";
  }
}
