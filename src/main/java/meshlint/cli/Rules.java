package meshlint.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import meshlint.report.Count;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Catalogue;
import meshlint.rule.Rule;
import meshlint.rule.RuleError;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleLoader.Loaded;
import meshlint.rule.RuleSet;
import meshlint.schema.Schemas;
import meshlint.source.InputError;

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
    RuleSet builtIn = builtIn();
    return folders.isEmpty() ? builtIn : builtIn.plus(own(folders, cwd, builtIn));
  }

  /**
   * The rules in the user's folders; of two with one id, that of the later folder.
   *
   * @param builtIn the rules that they may name
   * @throws UsageException with every error of every rule, each with its place
   */
  static RuleSet own(List<String> folders, Path cwd, RuleSet builtIn) throws UsageException {
    RuleLoader loader = new RuleLoader(Catalogue.standard(), Schemas.bundled());
    RuleSet rules = new RuleSet(List.of());
    List<RuleError> errors = new ArrayList<>();
    for (String folder : folders) {
      Path path = cwd.resolve(folder);
      if (!Files.isDirectory(path)) {
        throw UsageException.of("no folder of rules: " + folder);
      }
      Loaded more = load(loader, path, shown(path, folder, cwd));
      if (more.isEmpty()) {
        throw UsageException.of("no rule.yaml in or below " + folder);
      }
      errors.addAll(more.errors());
      rules = rules.plus(more.rules());
    }
    RuleSet all = builtIn.plus(rules);
    rules.rules().forEach(rule -> errors.addAll(rule.unknownRules(all)));
    if (!errors.isEmpty()) {
      StringBuilder text = new StringBuilder();
      errors.stream().sorted().forEach(error -> text.append(error.withCaret()).append('\n'));
      throw UsageException.of(
          text.toString(), Count.of(errors.size(), "error") + " in rules: nothing ran");
    }
    return rules;
  }

  /** A folder as people call it: one that a config names starts at the config's folder. */
  private static String shown(Path path, String folder, Path cwd) {
    Path absolute = path.normalize();
    return absolute.startsWith(cwd)
        ? cwd.relativize(absolute).toString().replace('\\', '/')
        : folder;
  }

  private static Loaded load(RuleLoader loader, Path path, String folder) throws UsageException {
    try {
      return loader.load(path, folder);
    } catch (UncheckedIOException e) {
      String reason = InputError.reasonOf(Objects.requireNonNull(e.getCause()));
      throw UsageException.of("cannot read the rules in " + new InputError(folder, reason));
    }
  }
}
