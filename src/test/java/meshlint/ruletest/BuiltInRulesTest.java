package meshlint.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import meshlint.rule.Catalogue;
import meshlint.rule.Rule;
import meshlint.rule.RuleError;
import meshlint.rule.RuleLoader;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every built-in rule says what its cases say that it says. */
class BuiltInRulesTest {
  private static final Path RULES = Path.of("rules");
  private static final RuleLoader.Loaded LOADED =
      new RuleLoader(Catalogue.standard(), Schemas.bundled()).load(RULES, "rules");

  @Test
  void everyRuleFileIsRight() {
    assertThat(LOADED.errors().stream().map(RuleError::withCaret)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> casesComeOutAsTheySay() throws IOException {
    RuleTester tester = new RuleTester(LOADED.rules());
    List<DynamicTest> out = new ArrayList<>();
    for (Rule rule : LOADED.rules().rules()) {
      Path folder = Path.of(rule.info().source()).resolveSibling("cases");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(path -> path.toString().endsWith(".yaml"))
            .filter(path -> !path.toString().endsWith(".fixed.yaml"))
            .sorted()
            .forEach(
                path ->
                    out.add(
                        DynamicTest.dynamicTest(
                            rule.id() + "/" + path.getFileName(),
                            () ->
                                assertThat(tester.test(rule.id(), read(path), fixed(path)))
                                    .isNotEmpty()
                                    .allMatch(verdict -> verdict.kind().isGood()))));
      }
    }
    return out.stream();
  }

  private static SourceFile read(Path path) throws IOException {
    return new SourceFile(path.toString(), Files.readString(path));
  }

  private static SourceFile fixed(Path path) throws IOException {
    Path fixed = path.resolveSibling(path.getFileName().toString().replace(".yaml", ".fixed.yaml"));
    return Files.exists(fixed) ? read(fixed) : null;
  }
}
