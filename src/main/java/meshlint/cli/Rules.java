package meshlint.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import meshlint.report.Count;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Catalogue;
import meshlint.rule.Rule;
import meshlint.rule.RuleError;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleLoader.Loaded;
import meshlint.rule.RuleSet;
import meshlint.schema.Schemas;

/** The rules of a run: those in the jar and those that the user brings. */
final class Rules {
  private Rules() {}

  /** The rules in the jar. */
  static RuleSet builtIn() {
    return BuiltInRules.load(Catalogue.standard());
  }

  /** Their ids, sorted. */
  static List<String> builtInIds() {
    return builtIn().rules().stream().map(Rule::id).sorted().toList();
  }

  /**
   * The built-in rules and those in the user's folders, which replace built-in ones of the same id.
   *
   * @throws UsageException with every error of every rule, each with its place
   */
  static RuleSet load(List<String> folders, Path cwd) throws UsageException {
    return folders.isEmpty() ? builtIn() : builtIn().plus(own(folders, cwd));
  }

  /**
   * The rules in the user's folders; of two with one id, that of the later folder.
   *
   * @throws UsageException with every error of every rule, each with its place
   */
  static RuleSet own(List<String> folders, Path cwd) throws UsageException {
    RuleLoader loader = new RuleLoader(Catalogue.standard(), Schemas.bundled());
    RuleSet rules = new RuleSet(List.of());
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
      text.append(Count.of(errors.size(), "error"));
      throw UsageException.of(text.append(" in the rules; nothing was checked").toString());
    }
    return rules;
  }
}
