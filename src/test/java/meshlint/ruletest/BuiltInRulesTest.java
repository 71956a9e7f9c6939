package meshlint.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import meshlint.rule.Catalogue;
import meshlint.rule.Rule;
import meshlint.rule.RuleError;
import meshlint.rule.RuleInfo.Docs;
import meshlint.rule.RuleLoader;
import meshlint.schema.Schemas;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule that the project has is whole, and says what its cases say that it says. */
class BuiltInRulesTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final RuleLoader.Loaded BUILT_IN = load("rules");
  private static final RuleLoader.Loaded EXAMPLES = load("examples/rules");

  private static RuleLoader.Loaded load(String folder) {
    return new RuleLoader(Catalogue.standard(), Schemas.bundled())
        .load(PROJECT.resolve(folder), folder);
  }

  @Test
  void everyRuleFileIsRight() {
    assertThat(BUILT_IN.errors().stream().map(RuleError::withCaret)).isEmpty();
    assertThat(EXAMPLES.errors().stream().map(RuleError::withCaret)).isEmpty();
    assertThat(BUILT_IN.rules().rules()).hasSizeGreaterThan(100);
    assertThat(EXAMPLES.rules().rules()).hasSizeGreaterThan(3);
  }

  @TestFactory
  Stream<DynamicTest> casesComeOutAsTheySay() {
    return Stream.of(BUILT_IN, EXAMPLES)
        .flatMap(loaded -> loaded.rules().rules().stream().map(rule -> casesOf(rule, loaded)));
  }

  private static DynamicTest casesOf(Rule rule, RuleLoader.Loaded loaded) {
    return DynamicTest.dynamicTest(
        rule.id(),
        () ->
            assertThat(RuleCases.read(rule, PROJECT).test(loaded.rules()))
                .isNotEmpty()
                .allMatch(verdict -> verdict.kind().isGood()));
  }

  @TestFactory
  Stream<DynamicTest> pagesAreWhole() {
    return BUILT_IN.rules().rules().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id(),
                    () -> {
                      Docs docs = rule.info().docs();
                      assertThat(Stream.of(docs.why(), docs.diagnose(), docs.fix()))
                          .as("why, diagnose and fix")
                          .noneMatch(String::isBlank);
                      assertThat(docs.exceptions()).as("exceptions").isNotBlank();
                      assertThat(docs.references()).as("references").isNotEmpty();
                      assertThat(rule.info().title()).doesNotEndWith(".");
                      assertThat(rule.info().since()).isNotEmpty();
                      assertThat(rule.info().source()).contains("/" + rule.id() + "/");
                    }));
  }
}
