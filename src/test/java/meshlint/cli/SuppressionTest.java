package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suppression by comment, annotation and config, tried with a rule that is made for it. */
class SuppressionTest {
  private static final String RULE =
      """
      id: map-without-owner
      title: ConfigMap without an owner
      category: names
      severity: error
      aliases: [OWN1]
      match:
        kinds: [ConfigMap]
      expression: object.label('owner').hasValue()
      at: object.metadata.name
      message: ${ref(object)} has no label owner
      """;

  @TempDir Path folder;

  @BeforeEach
  void rule() throws IOException {
    Path rule = Files.createDirectories(folder.resolve("lint/names/map-without-owner"));
    Files.writeString(rule.resolve("rule.yaml"), RULE);
  }

  private static String map(String name, String above, String behind, String annotations) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
        %s  name: %s%s
          namespace: shop
        %s---
        """
        .formatted(above, name, behind, annotations);
  }

  private Run lint(String manifest, String... more) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), manifest);
    String[] args = new String[more.length + 5];
    System.arraycopy(more, 0, args, 5, more.length);
    args[0] = "--rules";
    args[1] = "lint";
    args[2] = "-o";
    args[3] = "concise";
    args[4] = "a.yaml";
    return Run.in(folder, args);
  }

  @Test
  void aCommentAboveOrBehindTheLineTakesTheFindingOut() throws IOException {
    Run run =
        lint(
            map("one", "", "", "")
                + map("two", "  # meshlint:ignore map-without-owner -- a demo\n", "", "")
                + map("three", "", "  # meshlint:ignore OWN1", ""));
    assertThat(run.out())
        .isEqualTo("a.yaml:4:9: error[map-without-owner] ConfigMap shop/one has no label owner\n");
  }

  @Test
  void anAnnotationTakesAllFindingsOfItsObjectOut() throws IOException {
    String annotations = "  annotations: {meshlint.dev/ignore: \"map-without-owner\"}\n";
    assertThat(lint(map("one", "", "", annotations)).out()).isEmpty();
  }

  @Test
  void theAnnotationMayStandOnThePodTemplate() throws IOException {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata:
              labels: {app: web}
              annotations: {meshlint.dev/ignore: "field-unknown"}
            spec:
              containers: [{name: web, image: web, port: 80}]
        """;
    assertThat(lint(deployment).out()).isEmpty();
    assertThat(lint(deployment.replace("field-unknown", "field-missing")).out())
        .contains("field-unknown", "a.yaml:9:42: info[unused-suppression]");
  }

  @Test
  void aCommentAboveAnItemOrADocumentIsAboutAllOfIt() throws IOException {
    String list =
        """
        apiVersion: v1
        kind: List
        items:
        # meshlint:ignore map-without-owner -- generated
        # by somebody
        - apiVersion: v1
          kind: ConfigMap
          # in between

          metadata: {name: one, namespace: shop}
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: two, namespace: shop}
        ---
        # meshlint:ignore map-without-owner
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: three, namespace: shop}
        ---
        apiVersion: v1
        kind: ConfigMap
        # meshlint:ignore map-without-ownr
        metadata: {name: four, namespace: shop}
        """;
    for (String text : new String[] {list, list.replace("\n", "\r\n")}) {
      assertThat(lint(text).out())
          .doesNotContain("shop/one", "shop/three")
          .contains("shop/two", "shop/four")
          .containsOnlyOnce("did you mean map-without-owner?");
    }
  }

  @Test
  void aSuppressionThatSuppressesNothingIsSaid() throws IOException {
    Run run =
        lint(
            map("one", "  # meshlint:ignore map-without-owner, yaml-syntax\n", "", "")
                + map("two", "", "  # meshlint:ignore map-without-ownr", "")
                + map("three", "  # meshlint:ignore\n", "", ""));
    assertThat(run.out())
        .contains("a.yaml:4:3: info[unused-suppression] no finding of yaml-syntax is left out")
        .contains("info[unused-suppression] no rule is called map-without-ownr; did you mean")
        .contains("info[unused-suppression] this suppression names no rule")
        .doesNotContain("shop/one")
        .contains("shop/two", "shop/three");
  }

  @Test
  void aRuleThatDoesNotRunMakesNoSuppressionUnused() throws IOException {
    Run run =
        lint(map("one", "  # meshlint:ignore map-without-owner\n", "", ""), "--ignore", "names");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatLooksLikeACommentInAStringIsNone() throws IOException {
    String text =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: one, namespace: shop}
        data:
          readme: |
            # meshlint:ignore map-without-owner
        """;
    assertThat(lint(text).out()).contains("shop/one").doesNotContain("unused-suppression");
  }

  @Test
  void showsWhatWasSuppressedAndByWhat() throws IOException {
    String manifest = map("one", "", "  # meshlint:ignore OWN1 -- a demo", "");
    Files.writeString(folder.resolve("a.yaml"), manifest);
    Run run = Run.in(folder, "--rules", "lint", "--show-suppressed", "a.yaml");
    assertThat(run.out())
        .contains(
            "suppressed: a.yaml:4:9: error[map-without-owner] ConfigMap shop/one has no label "
                + "owner (by a.yaml:4:14: a demo)")
        .contains("no findings (1 suppressed); linted 1 object in 1 file");
    assertThat(Run.in(folder, "--rules", "lint", "--show-suppressed", "-o", "json", "a.yaml").out())
        .contains("\"suppressedBy\"", "\"reason\": \"a demo\"", "\"suppressed\": 1");
  }

  @Test
  void theConfigTakesFindingsOutByObjectPathAndDay() throws IOException {
    Files.writeString(
        folder.resolve("meshlint.yaml"),
        """
        rules:
          folders: [lint]
        ignore:
        - rule: map-without-owner
          object: ConfigMap shop/o*
          reason: they are generated
        - rule: OWN1
          path: old/
          until: 2999-12-31
        - rule: map-without-owner
          object: shop/two
          until: 2020-01-01
        """);
    Files.createDirectories(folder.resolve("old"));
    Files.writeString(folder.resolve("old/b.yaml"), map("three", "", "", ""));
    Files.writeString(folder.resolve("a.yaml"), map("one", "", "", "") + map("two", "", "", ""));
    Run run = Run.in(folder, "-o", "concise", "a.yaml", "old");
    assertThat(run.out())
        .doesNotContain("shop/one", "shop/three")
        .contains("a.yaml:10:9: error[map-without-owner] ConfigMap shop/two")
        .contains(
            "meshlint.yaml:10:3: info[unused-suppression] the suppression of "
                + "map-without-owner ended on 2020-01-01");
  }

  @Test
  void whatMatchesNothingIsSaidOnlyByARunOverEverything() throws IOException {
    Files.writeString(
        folder.resolve("meshlint.yaml"),
        """
        rules: {folders: [lint]}
        overrides:
        - paths: [gone/**]
          ignore: [map-without-owner]
        ignore:
        - rule: map-without-owner
          object: ConfigMap shop/gone
        """);
    Files.writeString(folder.resolve("a.yaml"), map("one", "", "", ""));
    assertThat(Run.in(folder, "-o", "concise", "a.yaml").out()).doesNotContain("meshlint.yaml");
    assertThat(Run.in(folder, "-o", "concise", ".").out())
        .contains("meshlint.yaml:3:3: info[unused-suppression] no linted object matches this ov")
        .contains("meshlint.yaml:6:3: info[unused-suppression] no linted object matches this su");
  }
}
