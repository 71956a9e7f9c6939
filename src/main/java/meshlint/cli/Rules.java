package meshlint.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Catalogue;
import meshlint.rule.RuleError;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleLoader.Loaded;
import meshlint.rule.RuleSet;
import meshlint.schema.Schemas;

/** The rules of a run: those in the jar and those that the user brings. */
final class Rules {
  private Rules() {}

  /**
   * The built-in rules and those in the user's folders, which replace built-in ones of the same id.
   *
   * @throws UsageException with every error of every rule, each with its place
   */
  static RuleSet load(List<String> folders, Path cwd) throws UsageException {
    Catalogue catalogue = Catalogue.standard();
    RuleSet rules = BuiltInRules.load(catalogue);
    RuleLoader loader = new RuleLoader(catalogue, Schemas.bundled());
    List<RuleError> errors = new ArrayList<>();
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
}
