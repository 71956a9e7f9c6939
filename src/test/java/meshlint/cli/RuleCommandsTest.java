package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RuleCommandsTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir Path folder;

  private void rule(String expression) throws IOException {
    Path rule = Files.createDirectories(folder.resolve("lint/names/ours-has-owner/cases"));
    Files.writeString(
        rule.resolveSibling("rule.yaml"),
        """
        id: ours-has-owner
        title: ConfigMap without an owner
        category: names
        severity: error
        match:
          kinds: [ConfigMap]
        expression: %s
        message: ${ref(object)} has no label owner
        """
            .formatted(expression));
    Files.writeString(
        rule.resolve("owner.yaml"),
        """
        # Only labelled ones have an owner.
        apiVersion: v1
        kind: ConfigMap
        metadata:
          # expect: ours-has-owner -- ConfigMap shop/lone has no label owner
          name: lone
          namespace: shop
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          # ok: ours-has-owner
          name: owned
          namespace: shop
          labels: {owner: us}
        """);
  }

  @Test
  void theBuiltInRulesPassTheirCases() {
    Run run = Run.in(PROJECT, "test", "rules");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @Test
  void testsARuleOfTheUser() throws IOException {
    rule("object.label('owner').hasValue()");
    Run run = Run.in(folder, "test", "lint");
    assertThat(run.out() + run.err()).contains("2 as expected, 0 not, in 1 cases");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysWhereACaseComesOutOtherwise() throws IOException {
    rule("object.label('owner').hasValue() || true");
    Run run = Run.in(folder, "test", "lint");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("lint/names/ours-has-owner/cases/owner.yaml:6:3: missing: ours-has-owner");
  }

  @Test
  void namesEveryErrorOfARuleWithItsPlace() throws IOException {
    rule("object.labl('owner')");
    Run run = Run.in(folder, "--rules", "lint", ".");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    // Editors look for places at the start of a line.
    assertThat(run.err())
        .startsWith(
            "lint/names/ours-has-owner/rule.yaml:7:20: error: ConfigMap has no function labl")
        .contains("^^^^")
        .endsWith("meshlint: 1 error in rules: nothing ran\n");
  }

  @Test
  void refusesAFolderWithoutRules() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Run run = Run.in(folder, "--rules", "empty", ".");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no rule.yaml in or below empty");
  }

  @Test
  void printsTheSchemaOfRules() {
    assertThat(Run.in(folder, "--print-schema", "rule").out())
        .contains("\"title\": \"meshlint rule\"");
  }

  @Test
  void saysWhichValueKeepsARuleSilent() throws IOException {
    rule("object.metadata.labels.all(k, dyn(k) + 1 > 0)");
    Files.writeString(
        folder.resolve("lint/names/ours-has-owner/cases/owner.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          # expect: ours-has-owner
          name: lone
          labels: {a: b}
        """);
    assertThat(Run.in(folder, "test", "lint").out())
        .contains("missing: ours-has-owner: the rule is silent; on ConfigMap default/lone")
        .contains("expression: + does not take (string, int)");
  }

  @Test
  void checksTheTypesOfParameters() throws IOException {
    rule("object.label(params.label).hasValue()");
    Path file = folder.resolve("lint/names/ours-has-owner/rule.yaml");
    Files.writeString(file, Files.readString(file) + "parameters: {label: {default: owner}}\n");
    Path config = folder.resolve("meshlint.yaml");
    String start = "rules:\n  folders: [lint]\n  parameters: {ours-has-owner: {label: ";
    Files.writeString(config, start + "[a]}}\n");
    assertThat(Run.in(folder, "rules").err())
        .contains("meshlint.yaml:3:40: label of ours-has-owner is a text");
    Files.writeString(config, start + "team}}\n");
    assertThat(Run.in(folder, "rules").code()).isZero();
  }

  @Test
  void explainsARuleForAnObject() {
    Run run = Run.in(folder, "explain", "statefulset-service-missing", "data/db");
    assertThat(run.out()).contains("kubectl get service -n data").doesNotContain("NAMESPACE");
  }

  @Test
  void explainsARuleByIdAndSuggestsTheNearest() {
    Run run = Run.in(folder, "explain", "yaml-syntax");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("# yaml-syntax\n").contains("## Why", "## How to fix it");
    Run typo = Run.in(folder, "explain", "yaml-sintax");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("did you mean yaml-syntax?");
  }

  @Test
  void explainsARuleOfTheUserByItsCaseAndWhatItReallySays() throws IOException {
    rule("object.label('owner').hasValue()");
    Run run = Run.in(folder, "explain", "ours-has-owner", "--rules", "lint");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "## Example\n\n```yaml\n# Only labelled ones have an owner.",
            "error[ours-has-owner]: ConfigMap shop/lone has no label owner\n  --> example.yaml:5:9")
        .doesNotContain("# expect", "# ok");
  }

  @Test
  void knowsTheRulesOfTheConfig() throws IOException {
    rule("object.label('owner').hasValue()");
    Files.writeString(folder.resolve("meshlint.yaml"), "rules: {folders: [lint]}\n");
    assertThat(Run.in(folder, "explain", "ours-has-owner").out()).contains("## Example");
    assertThat(Run.in(folder, "rules").out()).contains("names\n  ours-has-owner ");
  }

  @Test
  void saysWhatCameOfCasesAsJunit() throws IOException {
    rule("object.label('owner').hasValue() || object.name() == 'lone'");
    Run run = Run.in(folder, "test", "lint", "-o", "text", "-o", "junit=out/cases.xml");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("1 as expected, 1 not, in 1 cases");
    assertThat(folder.resolve("out/cases.xml"))
        .content()
        .contains("<testsuite name=\"ours-has-owner\" tests=\"2\" failures=\"1\"")
        .contains(
            "<testcase name=\"lint/names/ours-has-owner/cases/owner.yaml:6:3\""
                + " classname=\"ours-has-owner\">\n"
                + "      <failure type=\"missing\" message=\"missing: the rule is silent\">");
    Run other = Run.in(folder, "test", "lint", "-o", "sarif");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("test prints text or junit, not sarif");
  }

  @Test
  void listsRulesAsTextJsonAndMarkdown() {
    assertThat(Run.in(folder, "rules").out()).contains("manifest\n", "  yaml-syntax ");
    JsonNode json = new ObjectMapper().readTree(Run.in(folder, "rules", "-o", "json").out());
    assertThat(json.findValuesAsString("id")).contains("yaml-syntax", "duplicate-key");
    assertThat(Run.in(folder, "rules", "-o", "markdown").out())
        .contains("| [`yaml-syntax`](docs/rules/yaml-syntax.md) | error |");
  }
}
