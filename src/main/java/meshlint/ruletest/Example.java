package meshlint.ruletest;

import java.util.Comparator;
import java.util.regex.Pattern;
import meshlint.engine.LintResult;
import meshlint.rule.Rule;
import meshlint.rule.RuleSet;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * A case as an example: a manifest, and what a rule really says about it.
 *
 * @param manifest the case without its comments about rules
 * @param result the findings of the rule in it
 */
public record Example(SourceFile manifest, LintResult result) {
  /** Runs a rule over one of its cases. */
  public static Example of(Rule rule, SourceFile text) {
    SourceFile manifest =
        new SourceFile("example.yaml", RuleTester.withoutExpectations(text.text()));
    return new Example(manifest, RuleTester.lint(manifest, new RuleSet(java.util.List.of(rule))));
  }

  /** The shortest case in which a rule has something to say; null where it has none. */
  public static @Nullable SourceFile shortest(RuleCases cases) {
    return cases.cases().stream()
        .map(RuleCases.Case::text)
        .filter(text -> expects(cases.rule().id(), text.text()))
        .min(Comparator.comparingInt(text -> text.text().length()))
        .orElse(null);
  }

  private static boolean expects(String rule, String text) {
    return Pattern.compile("#\\s*expect:\\s*" + Pattern.quote(rule) + "(?![a-z0-9-])")
        .matcher(text)
        .find();
  }
}
