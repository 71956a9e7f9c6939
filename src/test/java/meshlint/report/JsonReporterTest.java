package meshlint.report;

import static org.assertj.core.api.Assertions.assertThat;

import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class JsonReporterTest {
  private static final JsonReporter REPORTER = new JsonReporter("1.2.3", false);

  private static JsonNode parse(String json) {
    return new ObjectMapper().readTree(json);
  }

  @Test
  void hasEveryPartOfTheContract() {
    String json = REPORTER.render(Sample.result(Sample.remapped()));
    assertThat(parse(json))
        .isEqualTo(
            parse(
                """
                {"schemaVersion": 1, "tool": {"name": "meshlint", "version": "1.2.3"},
                 "findings": [{
                   "rule": "headless-service-port-remapped", "aliases": ["IST0100"],
                   "category": "headless", "severity": "error", "confidence": "high",
                   "message": "Service data/kafka is headless, so clients dial pods on port 9092, where nothing listens",
                   "hint": "use the same number for port and targetPort",
                   "object": {"apiVersion": "v1", "kind": "Service", "namespace": "data", "name": "kafka"},
                   "location": {"file": "data/service.yaml", "line": 11, "column": 17, "endLine": 11,
                     "endColumn": 22, "path": "spec.ports[0].targetPort"},
                   "related": [
                     {"label": "headless: clients dial these pods directly",
                      "object": {"apiVersion": "v1", "kind": "Service", "namespace": "data", "name": "kafka"},
                      "location": {"file": "data/service.yaml", "line": 7, "column": 14, "endLine": 7,
                        "endColumn": 18, "path": "spec.clusterIP"}},
                     {"label": "the container listens here",
                      "object": {"apiVersion": "apps/v1", "kind": "StatefulSet", "namespace": "data", "name": "kafka"},
                      "location": {"file": "data/statefulset.yaml", "line": 9, "column": 26, "endLine": 9,
                        "endColumn": 31, "path": "spec.template.spec.containers[0].ports[0].containerPort"}}],
                   "fix": {"title": "set port to 19092", "safety": "unsafe",
                     "edits": [{"file": "data/service.yaml", "startOffset": 134, "endOffset": 138, "text": "19092"}]},
                   "fingerprint": "headless-service-port-remapped/v1/Service/data/kafka/9092"}],
                 "summary": {"files": 5, "skipped": 3,
                   "skippedBy": {"not_kubernetes": 1, "template": 2}, "objects": 7, "errors": 1,
                   "warnings": 0, "infos": 0, "suppressed": 0, "baselined": 0, "unchecked": {}}}
                """));
  }

  @Test
  void leavesOutWhatIsNotThere() {
    SourceFile file = new SourceFile("a.yaml", "a: [");
    String json =
        REPORTER.render(Sample.result(Sample.plain(file, "[", Severity.ERROR, "not closed")));
    JsonNode finding = parse(json).get("findings").get(0);
    assertThat(finding.propertyNames()).doesNotContain("object", "hint", "fix");
    assertThat(finding.get("location").propertyNames()).doesNotContain("path");
    assertThat(finding.get("related").isEmpty()).isTrue();
  }

  @Test
  void countsColumnsInCodePoints() {
    SourceFile file = new SourceFile("a.yaml", "🚀: bad");
    String json = REPORTER.render(Sample.result(Sample.plain(file, "bad", Severity.INFO, "x")));
    JsonNode location = parse(json).get("findings").get(0).get("location");
    assertThat(location.get("column").asInt()).isEqualTo(4);
    assertThat(location.get("endColumn").asInt()).isEqualTo(7);
  }

  @Test
  void keepsAnyTextThroughAParser() {
    String nasty = "\"quotes\" \\ \t \n \r \u0000 \u001b \u007f \u2028 é 名 🚀";
    SourceFile file = new SourceFile("a.yaml", "x");
    String json = REPORTER.render(Sample.result(Sample.plain(file, "x", Severity.INFO, nasty)));
    assertThat(parse(json).get("findings").get(0).get("message").asString()).isEqualTo(nasty);
  }

  @Test
  void writesALoneSurrogateSoThatItSurvivesUtf8() {
    SourceFile file = new SourceFile("a.yaml", "x");
    String json =
        REPORTER.render(Sample.result(Sample.plain(file, "x", Severity.INFO, "half \ud83d")));
    assertThat(json).contains("half \\ud83d");
  }

  @Test
  void isAnEmptyListWhereNothingWasFound() {
    assertThat(parse(REPORTER.render(Sample.result())).get("findings").isEmpty()).isTrue();
  }
}
