package meshlint.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * The rules that meshlint brings, checked while it was built. They go through the loader that a
 * user's rules go through; only when is different.
 */
public final class BuiltInRules {
  private static final String RESOURCE = "built-in.rules";
  private static final String EXAMPLES = "examples/";

  private BuiltInRules() {}

  /** The built-in rules. */
  public static RuleSet load(Catalogue catalogue) {
    try (InputStream in = BuiltInRules.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("this build holds no rules");
      }
      return new RuleSet(RuleCodec.decode(in.readAllBytes(), catalogue));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in rules", e);
    }
  }

  /**
   * A case of a built-in rule that shows what it finds.
   *
   * @return null for a rule without one
   */
  public static @Nullable SourceFile example(String id) {
    String name = EXAMPLES + id + ".yaml";
    try (InputStream in = BuiltInRules.class.getResourceAsStream(name)) {
      return in == null
          ? null
          : new SourceFile(id + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in examples", e);
    }
  }

  /**
   * Checks a folder of rules and stores them; a step of the build. Everything that is wrong with
   * them is printed and ends the build.
   *
   * @param args the folder of rules and the folder of compiled classes
   */
  public static void main(String[] args) throws IOException {
    RuleLoader loader = new RuleLoader(Catalogue.standard(), Schemas.bundled());
    RuleLoader.Loaded loaded = loader.load(Path.of(args[0]), "rules");
    List<RuleError> errors = new ArrayList<>(loaded.errors());
    loaded.rules().rules().forEach(rule -> errors.addAll(rule.unknownRules(loaded.rules())));
    if (!errors.isEmpty()) {
      errors.forEach(error -> System.err.println(error.withCaret()));
      throw new IllegalStateException(errors.size() + " errors in the built-in rules");
    }
    Path out = Path.of(args[1]).resolve(BuiltInRules.class.getPackageName().replace('.', '/'));
    Files.createDirectories(out.resolve(EXAMPLES));
    Files.write(out.resolve(RESOURCE), RuleCodec.encode(loaded.rules().rules()));
    DefinitionRules.store(Schemas.bundled().definitionRules(), out);
    for (Rule rule : loaded.rules().rules()) {
      Path file = Path.of(args[0]).resolveSibling(rule.info().source());
      String example = shortestCase(file.resolveSibling("cases"), rule.id());
      if (example != null) {
        Files.writeString(out.resolve(EXAMPLES).resolve(rule.id() + ".yaml"), example);
      }
    }
  }

  /** The shortest case in which the rule has something to say. */
  private static @Nullable String shortestCase(Path folder, String id) throws IOException {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    String best = null;
    Pattern expected = Pattern.compile("# expect: " + Pattern.quote(id) + "(?![a-z0-9-])");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (expected.matcher(text).find()
            && !file.toString().endsWith(".fixed.yaml")
            && (best == null || text.length() < best.length())) {
          best = text;
        }
      }
    }
    return best;
  }
}
