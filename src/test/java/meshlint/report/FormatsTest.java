package meshlint.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.bjurr.violations.lib.ViolationsLogger;
import se.bjurr.violations.lib.model.SEVERITY;
import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.parsers.CheckStyleParser;
import se.bjurr.violations.lib.parsers.CodeClimateParser;
import se.bjurr.violations.lib.parsers.JUnitParser;
import se.bjurr.violations.lib.parsers.SarifParser;
import se.bjurr.violations.lib.parsers.ViolationsParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Holds each machine format to its published schema or to a program that reads it. */
class FormatsTest {
  private static final ViolationsLogger SILENT =
      new ViolationsLogger() {
        @Override
        public void log(Level level, String text) {}

        @Override
        public void log(Level level, String text, Throwable problem) {}
      };

  private static List<Violation> read(ViolationsParser parser, Format format) throws Exception {
    return new ArrayList<>(parser.parseReportOutput(Sample.render(format, Sample.nasty()), SILENT));
  }

  private static List<?> problems(String schemaResource, String json) throws IOException {
    try (InputStream schema =
        Objects.requireNonNull(FormatsTest.class.getResourceAsStream(schemaResource))) {
      String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
      Schema compiled =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(text, InputFormat.JSON);
      return compiled.validate(json, InputFormat.JSON);
    }
  }

  private static JsonNode json(Format format) {
    return new ObjectMapper().readTree(Sample.render(format, Sample.nasty()));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void printsTheSameTwiceAndEndsItsLastLine(Format format) {
    String once = Sample.render(format, Sample.nasty());
    assertThat(once).isEqualTo(Sample.render(format, Sample.nasty())).endsWith("\n");
    assertThat(once).doesNotContain("\u001b");
  }

  @Test
  void sarifMeetsItsSchema() throws IOException {
    String schema = "/schema/sarif-schema-2.1.0.json";
    assertThat(problems(schema, Sample.render(Format.SARIF, Sample.nasty()))).isEmpty();
    assertThat(problems(schema, Sample.render(Format.SARIF))).isEmpty();
    assertThat(problems(schema, "{\"version\": \"2.1.0\", \"runs\": [{}]}")).isNotEmpty();
  }

  @Test
  void sarifHasWhatCodeScanningReads() {
    JsonNode run = json(Format.SARIF).at("/runs/0");
    JsonNode rule = run.at("/tool/driver/rules/0");
    assertThat(rule.at("/id").asString()).isEqualTo("headless-service-port-remapped");
    assertThat(rule.at("/help/markdown").asString()).contains("*headless*");
    assertThat(rule.at("/properties/problem.severity").asString()).isEqualTo("error");
    JsonNode result = run.at("/results/0");
    assertThat(result.at("/message/text").asString())
        .startsWith("Service data/kafka is headless, so clients dial pods on port 9092")
        .contains("\n- [StatefulSet data/kafka: the container listens here](2)");
    assertThat(result.at("/relatedLocations/1/id").asInt()).isEqualTo(2);
    assertThat(result.at("/partialFingerprints/primaryLocationLineHash").asString())
        .matches("[0-9a-f]{16}:1");
    assertThat(result.at("/ruleIndex").asInt()).isZero();
  }

  @Test
  void sarifCountsColumnsInUtf16UnitsAndEncodesPaths() {
    JsonNode place = json(Format.SARIF).at("/runs/0/results/1/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asString())
        .isEqualTo("dir%20with%20space/%E5%90%8D%20%26%20%3Cx%3E%2C%3A%25.yaml");
    assertThat(place.at("/region/startColumn").asInt()).isEqualTo(5); // the rocket takes two
    assertThat(json(Format.SARIF).at("/runs/0/results/1/message/text").asString())
        .contains("[x] (1)");
  }

  @Test
  void sarifDeclaresItsRulesOnACleanRunToo() {
    JsonNode run = new ObjectMapper().readTree(Sample.render(Format.SARIF)).at("/runs/0");
    assertThat(run.at("/results").isArray()).isTrue();
    assertThat(run.at("/results").isEmpty()).isTrue();
    assertThat(run.at("/tool/driver/rules").size()).isEqualTo(1);
  }

  @Test
  void aReaderOfSarifFindsEveryResult() throws Exception {
    assertThat(read(new SarifParser(), Format.SARIF))
        .extracting(Violation::getStartLine)
        .contains(11, 1);
  }

  @Test
  void aReaderOfCheckstyleFindsEveryError() throws Exception {
    assertThat(read(new CheckStyleParser(), Format.CHECKSTYLE))
        .extracting(Violation::getFile, Violation::getStartLine, Violation::getSeverity)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("data/service.yaml", 11, SEVERITY.ERROR),
            org.assertj.core.groups.Tuple.tuple("dir with space/名 & <x>,:%.yaml", 1, SEVERITY.WARN),
            org.assertj.core.groups.Tuple.tuple(
                "dir with space/名 & <x>,:%.yaml", 1, SEVERITY.INFO));
  }

  @Test
  void aReaderOfCodeQualityFindsEveryIssue() throws Exception {
    assertThat(read(new CodeClimateParser(), Format.GITLAB))
        .extracting(Violation::getFile, Violation::getStartLine)
        .contains(org.assertj.core.groups.Tuple.tuple("data/service.yaml", 11))
        .hasSize(3);
    assertThat(json(Format.GITLAB).at("/0/severity").asString()).isEqualTo("critical");
  }

  @Test
  void gitlabGetsNoFingerprintTwice() {
    String report = Sample.render(Format.GITLAB, Sample.remapped(), Sample.remapped());
    JsonNode issues = new ObjectMapper().readTree(report);
    assertThat(issues.at("/0/fingerprint")).isNotEqualTo(issues.at("/1/fingerprint"));
  }

  @Test
  void aReaderOfJunitFindsTheFailures() throws Exception {
    List<Violation> failures = read(new JUnitParser(), Format.JUNIT);
    assertThat(failures).hasSize(2); // an info breaks nothing
    assertThat(Sample.render(Format.JUNIT))
        .contains("tests=\"1\" failures=\"0\"", "<testcase name=\"no findings\"");
    assertThat(Sample.render(Format.JUNIT, Sample.nasty()))
        .contains(
            "<testsuites name=\"meshlint\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\">");
  }

  @Test
  void rdjsonMeetsItsSchemaAndCountsBytes() throws IOException {
    String schema = "/schemas/reviewdog/DiagnosticResult.json";
    String report = Sample.render(Format.RDJSON, Sample.nasty());
    assertThat(problems(schema, report)).isEmpty();
    assertThat(problems(schema, report.replace("\"ERROR\"", "\"BAD\""))).isNotEmpty();
    JsonNode second = json(Format.RDJSON).at("/diagnostics/1/location");
    assertThat(second.at("/range/start/column").asInt()).isEqualTo(7); // the rocket takes four
    JsonNode first = json(Format.RDJSON).at("/diagnostics/0");
    assertThat(first.at("/suggestions/0/text").asString()).isEqualTo("19092");
    assertThat(first.at("/related_locations").size()).isEqualTo(2);
  }

  @Test
  void githubCommandsAreOneLineEachAndEscaped() {
    String report = Sample.render(Format.GITHUB, Sample.nasty());
    assertThat(report.lines()).hasSize(3);
    assertThat(report)
        .contains(
            "::error title=meshlint%3A headless-service-port-remapped,file=data/service.yaml,"
                + "line=11,endLine=11,col=17,endColumn=22::Service data/kafka is headless")
        .contains("%0Adata/statefulset.yaml:9:26: StatefulSet data/kafka: the container listens")
        .contains("::warning title=meshlint%3A some-rule,file=dir with space/名 & <x>%2C%3A%25.yaml")
        .contains("100%25%0Asecond")
        .contains("::notice ");
  }

  @Test
  void githubGetsNoColumnsForAPlaceOverSeveralLines() {
    SourceFile file = new SourceFile("a.yaml", "a:\n  b: 1\n");
    String report =
        Sample.render(Format.GITHUB, Sample.plain(file, "a:\n  b", Severity.ERROR, "x"));
    assertThat(report).startsWith("::error title=meshlint%3A some-rule,file=a.yaml,line=1::x");
  }

  @Test
  void markdownKeepsManifestTextFromBeingMarkup() {
    String report = Sample.render(Format.MARKDOWN, Sample.nasty());
    assertThat(report)
        .startsWith("## meshlint: 1 error, 1 warning, 1 info\n")
        .contains("- `data/service.yaml:11:17` Service data/kafka `spec.ports[0].targetPort`\n")
        .contains("&lt;b&gt;", "\\[x\\](1)", "\\`y\\`", "@\u200bteam")
        .doesNotContain("<b>", "](1) |");
  }

  @Test
  void markdownFitsAComment() {
    meshlint.finding.Finding[] many = new meshlint.finding.Finding[1000];
    java.util.Arrays.fill(many, Sample.remapped());
    String report = Sample.render(Format.MARKDOWN, many);
    assertThat(report).hasSizeLessThan(65_536).containsPattern("… and \\d+ more\\.");
  }

  @Test
  void htmlStandsAlone() {
    String page = Sample.render(Format.HTML, Sample.nasty());
    assertThat(page)
        .contains("<mark>19092</mark>", "&lt;b&gt;")
        .contains("<a href=\"#headless-service-port-remapped\">")
        .contains("<details id=\"headless-service-port-remapped\">")
        .doesNotContain("<b>\"pod", "<script", "src=", "url(", "@import")
        .doesNotContainPattern("href=\"[^#]");
  }
}
