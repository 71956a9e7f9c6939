package meshlint.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Catalogue;
import meshlint.rule.Rule;
import meshlint.ruletest.Example;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RulePageTest {
  @Test
  void putsCommandsIntoBlocksAndWhatTheyShowBelow() {
    String text =
        """
        kubectl get pods -n NAMESPACE
        kubectl get service "it shows" -o jsonpath='{.a is .b}' shows the port
        of the pods.
        istioctl analyze
        """;
    assertThat(RulePage.fenced(text))
        .isEqualTo(
            """
            ```sh
            kubectl get pods -n NAMESPACE
            kubectl get service "it shows" -o jsonpath='{.a is .b}'
            ```

            shows the port
            of the pods.

            ```sh
            istioctl analyze
            ```
            """);
  }

  @Test
  void leavesProseAlone() {
    String text = "`kubectl apply` refuses the file.\n";
    assertThat(RulePage.fenced(text)).isEqualTo(text);
  }

  @TestFactory
  Stream<DynamicTest> everyRuleShowsWhatItSays() {
    return BuiltInRules.load(Catalogue.standard()).rules().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> showsWhatItSays(rule)));
  }

  private static void showsWhatItSays(Rule rule) {
    SourceFile text = BuiltInRules.example(rule.id());
    assertThat(text).isNotNull();
    Example example = Example.of(rule, text);
    String shown = RulePage.example(example.manifest(), example.result());
    String page = RulePage.of(rule.info(), UnaryOperator.identity(), shown);
    assertThat(page).contains("[" + rule.id() + "]: ", "--> example.yaml:");
    boolean inside = false;
    String told = RulePage.fenced(rule.info().docs().diagnose());
    for (String line : told.lines().toList()) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (!inside) {
        List<String> programs = List.of("kubectl ", "istioctl ", "java -jar ");
        assertThat(programs).as(line).noneMatch(line::startsWith);
      }
    }
  }
}
