package meshlint.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import meshlint.schema.Schemas;

/**
 * The rules that meshlint brings, checked while it was built. They go through the loader that a
 * user's rules go through; only when is different.
 */
public final class BuiltInRules {
  private static final String RESOURCE = "built-in.rules";

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
   * Checks a folder of rules and stores them; a step of the build. Everything that is wrong with
   * them is printed and ends the build.
   *
   * @param args the folder of rules and the folder of compiled classes
   */
  public static void main(String[] args) throws IOException {
    RuleLoader loader = new RuleLoader(Catalogue.standard(), Schemas.bundled());
    RuleLoader.Loaded loaded = loader.load(Path.of(args[0]), "rules");
    if (!loaded.errors().isEmpty()) {
      loaded.errors().forEach(error -> System.err.println(error.withCaret()));
      throw new IllegalStateException(loaded.errors().size() + " errors in the built-in rules");
    }
    Path out = Path.of(args[1]).resolve(BuiltInRules.class.getPackageName().replace('.', '/'));
    Files.createDirectories(out);
    Files.write(out.resolve(RESOURCE), RuleCodec.encode(loaded.rules().rules()));
  }
}
