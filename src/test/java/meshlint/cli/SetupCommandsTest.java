package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.graph.ClusterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SetupCommandsTest {
  private static final String EVERY_KEY =
      """
      failOn: warning
      rules:
        folders: [lint]
        select: [manifest]
        ignore: duplicate-key
        severity: {yaml-syntax: info}
        parameters: {yaml-syntax: {}}
      overrides:
      - paths: [old/**]
        objects: [shop/*]
        ignore: [yaml-syntax]
        severity: {manifest: info}
      ignore:
      - {rule: yaml-syntax, object: Service shop/*, path: old, reason: known, until: 2999-01-31}
      context: [platform]
      schemas: [platform]
      cluster:
        domain: cluster.local
        kubernetes: "1.35"
        istio: "1.30"
        istioNamespace: istio-system
        meshConfig: {rootNamespace: istio-system}
        external: {namespaces: {kube-system: {team: ops}}, services: [a/b]}
      mesh: true
      complete: false
      namespace: shop
      worlds: one
      baseline: base.json
      """;

  @TempDir Path folder;

  private Schema schema(String name) {
    String text = Run.in(folder, "--print-schema", name).out();
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text, InputFormat.JSON);
  }

  private static void keys(JsonNode schema, Set<String> out) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      if (entry.getKey().equals("properties")) {
        out.addAll(entry.getValue().propertyNames());
        entry.getValue().forEach(child -> keys(child, out));
      } else if (entry.getKey().equals("items")) {
        keys(entry.getValue(), out);
      }
    }
  }

  private void manifest() throws IOException {
    Files.writeString(
        folder.resolve("a.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b, a: c}\n");
  }

  @Test
  void schemaAndReaderAgreeOnTheKeysOfAConfig() throws IOException {
    manifest();
    Files.writeString(
        Files.createDirectories(folder.resolve("lint/names/map-named")).resolve("rule.yaml"),
        """
        id: map-named
        title: ConfigMap without a name
        category: names
        severity: error
        match:
          kinds: [ConfigMap]
        expression: object.name() != ""
        message: ${ref(object)} has no name
        """);
    Files.createDirectories(folder.resolve("platform"));
    Files.writeString(folder.resolve("base.json"), "{\"findings\": []}");
    Files.writeString(folder.resolve("meshlint.yaml"), EVERY_KEY);
    Run run = Run.in(folder, "a.yaml");
    assertThat(run.code()).as(run.err()).isZero();
    Schema schema = schema("config");
    assertThat(schema.validate(EVERY_KEY, InputFormat.YAML)).isEmpty();
    // Each key that the schema describes stands in the text above, which the reader takes.
    Set<String> keys = new TreeSet<>();
    keys(new ObjectMapper().readTree(Run.in(folder, "--print-schema", "config").out()), keys);
    assertThat(keys).hasSizeGreaterThan(25).allMatch(key -> EVERY_KEY.contains(key + ":"));
    assertThat(schema.validate(EVERY_KEY.replace("failOn:", "failon:"), InputFormat.YAML))
        .isNotEmpty();
    assertThat(schema.validate(EVERY_KEY.replace("worlds: one", "worlds: two"), InputFormat.YAML))
        .isNotEmpty();
  }

  @Test
  void theSchemaNamesTheVersionsThatHoldWithoutAConfig() {
    JsonNode cluster =
        new ObjectMapper()
            .readTree(Run.in(folder, "--print-schema", "config").out())
            .at("/properties/cluster/properties");
    ClusterSettings defaults = ClusterSettings.DEFAULT;
    assertThat(cluster.at("/kubernetes/default").asString())
        .isEqualTo(defaults.kubernetes().toString());
    assertThat(cluster.at("/istio/default").asString()).isEqualTo(defaults.istio().toString());
  }

  @Test
  void aReportMeetsItsSchema() throws IOException {
    manifest();
    Files.writeString(folder.resolve("b.yaml"), "a: b\n  c: d\n");
    Schema schema = schema("report");
    String report = Run.in(folder, "-o", "json", "--show-suppressed", ".").out();
    assertThat(report).contains("duplicate-key");
    assertThat(schema.validate(report, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(report.replace("\"line\"", "\"row\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void initWritesAConfigThatItsReaderTakes() throws IOException {
    manifest();
    Run init = Run.in(folder, "init");
    assertThat(init.code()).isZero();
    assertThat(init.err()).contains("wrote meshlint.yaml: 1 object in 1 file");
    String text = Files.readString(folder.resolve("meshlint.yaml"));
    assertThat(text).contains("failOn: error\n");
    assertThat(schema("config").validate(text, InputFormat.YAML)).isEmpty();
    assertThat(Run.in(folder, "a.yaml").code()).isZero();
    // What it shows in comments is right too.
    String shown = text.replaceAll("(?m)^( *)# ((?: *- |  |[a-z]+:).*)$", "$1$2");
    assertThat(shown)
        .contains("\nignore:\n- rule: duplicate-key\n  object: ConfigMap default/one\n");
    assertThat(shown).contains("\n  external:", "\n    services: [monitoring/prometheus]\n");
    assertThat(schema("config").validate(shown, InputFormat.YAML)).isEmpty();
    assertThat(Run.in(folder, "init").err()).contains("meshlint.yaml is already there");
  }

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    Files.writeString(
        folder.resolve("c.sh"),
        Run.in(folder, "completion", "bash").out()
            + """
            try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _meshlint; echo "${COMPREPLY[*]}"; }
            try meshlint expl
            try meshlint --fail
            try meshlint --fail-on w
            try meshlint rules --format m
            try meshlint --format = sar
            try meshlint explain headless-service-port
            """);
    Process bash =
        new ProcessBuilder("bash", "c.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out)
        .isEqualTo(
            "explain\n--fail-on\nwarning\nmarkdown\nsarif\nheadless-service-port-remapped\n");
  }

  @Test
  void otherShellsGetScriptsToo() {
    assertThat(Run.in(folder, "completion", "zsh").out())
        .startsWith("#compdef meshlint\n")
        .contains("'explain:say why", "'--fail-on=[exit 1 from\\: error")
        .contains(":value:(error warning info never)'", "'*:operand:(bash zsh fish)'");
    assertThat(Run.in(folder, "completion", "fish").out())
        .contains("-a explain -d ", "-l fail-on -r -f -a 'error warning info never'");
    assertThat(Run.in(folder, "completion", "tcsh").code()).isEqualTo(2);
  }

  @Test
  void theOverviewFitsAScreenAndNamesEveryCommand() {
    String overview = Run.in(folder, "--help").out();
    assertThat(overview.lines().count()).isLessThanOrEqualTo(24);
    assertThat(overview.lines()).allMatch(line -> line.length() <= 80);
    assertThat(overview)
        .contains("  explain  ", "  trace  ", "  connections  ", "  init  ", "--print-schema NAME");
  }

  @Test
  void theVersionNamesTheBuildAndTheSchemas() {
    assertThat(Run.in(folder, "--version").out())
        .matches(
            "(?s)meshlint \\S+\nbuild +\\S+, on Java \\d+\n"
                + "schemas +Kubernetes 1\\.\\d+ to 1\\.\\d+, Istio 1\\.\\d+ to 1\\.\\d+,"
                + " Gateway API 1\\.\\d+ to 1\\.\\d+\nreport +schemaVersion 1\n");
  }

  @Test
  void printsTheSchemaOfReportsUnlessAskedForAnother() {
    String report = Run.in(folder, "--print-schema").out();
    assertThat(report).contains("\"fingerprint\"");
    assertThat(Run.in(folder, "--print-schema=report").out()).isEqualTo(report);
    Run wrong = Run.in(folder, "--print-schema", "confg");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("takes report, config or rule, not confg; did you mean config?");
  }

  @Test
  void everyCommandHasAHelpThatFitsAScreen() {
    for (String command :
        new String[] {
          "lint",
          "explain",
          "rules",
          "test",
          "init",
          "trace",
          "connections",
          "new-rule",
          "completion"
        }) {
      Run run = Run.in(folder, command, "--help");
      assertThat(run.code()).isZero();
      // That of lint has more options than a small terminal has lines.
      assertThat(run.out().lines().count())
          .as(command)
          .isLessThan(command.equals("lint") ? 40 : 25);
      assertThat(run.out().lines()).as(command).allMatch(line -> line.length() <= 80);
    }
  }
}
