package meshlint.report;

import java.util.List;
import meshlint.engine.LintResult;
import meshlint.engine.RuleFailure;
import meshlint.engine.Summary;
import meshlint.finding.Confidence;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.Fix;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.manifest.Skipped;
import meshlint.source.SourceFile;
import meshlint.source.Span;

/** Findings to render: built by hand, so that a report is tested apart from loader and rules. */
final class Sample {
  static final SourceFile SERVICE =
      new SourceFile(
          "data/service.yaml",
          """
          apiVersion: v1
          kind: Service
          metadata:
            name: kafka
            namespace: data
          spec:
            clusterIP: None
            ports:
            - name: tcp-kafka
              port: 9092
              targetPort: 19092
          """);
  static final SourceFile WORKLOAD =
      new SourceFile(
          "data/statefulset.yaml",
          """
          kind: StatefulSet
          metadata: {name: kafka, namespace: data}
          spec:
            template:
              spec:
                containers:
                - name: kafka
                  ports:
                  - containerPort: 19092
          """);
  static final ObjectRef SERVICE_REF = new ObjectRef("v1", "Service", "data", "kafka");
  static final ObjectRef WORKLOAD_REF = new ObjectRef("apps/v1", "StatefulSet", "data", "kafka");

  private Sample() {}

  /** The first place at which this text stands. */
  static Span span(SourceFile file, String text) {
    int at = file.text().indexOf(text);
    if (at < 0) {
      throw new IllegalArgumentException(text + " is not in " + file);
    }
    int start = file.text().codePointCount(0, at);
    return file.span(start, start + text.codePointCount(0, text.length()));
  }

  static Location at(SourceFile file, String text, String path) {
    return new Location(span(file, text), path);
  }

  /** A finding over two files, with a fix. */
  static Finding remapped() {
    return new Finding(
        "headless-service-port-remapped",
        List.of("IST0100"),
        "headless",
        Severity.ERROR,
        Confidence.HIGH,
        "Service data/kafka is headless, so clients dial pods on port 9092, where nothing listens",
        "use the same number for port and targetPort",
        SERVICE_REF,
        at(SERVICE, "19092", "spec.ports[0].targetPort"),
        List.of(
            new RelatedLocation(
                "headless: clients dial these pods directly",
                SERVICE_REF,
                at(SERVICE, "None", "spec.clusterIP")),
            new RelatedLocation(
                "the container listens here",
                WORKLOAD_REF,
                at(WORKLOAD, "19092", "spec.template.spec.containers[0].ports[0].containerPort"))),
        new Fix(
            "set port to 19092",
            Fix.Safety.UNSAFE,
            List.of(new Edit(span(SERVICE, "9092"), "19092"))),
        "headless-service-port-remapped/v1/Service/data/kafka/9092");
  }

  /** A finding with one place and nothing else. */
  static Finding plain(SourceFile file, String text, Severity severity, String message) {
    return new Finding(
        "some-rule",
        List.of(),
        "some",
        severity,
        Confidence.MEDIUM,
        message,
        null,
        null,
        at(file, text, ""),
        List.of(),
        null,
        "some-rule/" + file + "/" + text);
  }

  static final RuleHelp RULE =
      new RuleHelp(
          "headless-service-port-remapped",
          "Headless Service maps a port to a different target port",
          "headless",
          Severity.ERROR,
          List.of("IST0100"),
          "Clients of a headless Service dial pods directly.",
          "Clients of a *headless* Service dial pods directly.");

  /** The report of a format over these findings, in plain text style. */
  static String render(Format format, Finding... findings) {
    Format.Settings settings =
        new Format.Settings(
            "1.2.3", TextStyle.PLAIN, Integer.MAX_VALUE, true, false, () -> List.of(RULE));
    return format.reporter(settings).render(result(findings));
  }

  /** Findings whose texts hold whatever a format could trip over. */
  static Finding[] nasty() {
    SourceFile odd =
        new SourceFile("dir with space/名 & <x>,:%.yaml", "🚀: \"bad\" # ]]> | `x` @team\n");
    String message = "no <b>\"pod\"</b> & ]]> [x](1) | `y` @team 100%\nsecond \u001b[31m line";
    return new Finding[] {
      remapped(),
      plain(odd, "\"bad\"", Severity.WARNING, message),
      plain(odd, "@team", Severity.INFO, "it's known"),
    };
  }

  static LintResult result(Finding... findings) {
    List<Skipped> skipped =
        List.of(
            new Skipped("values.yaml", 1, Skipped.Reason.NOT_KUBERNETES),
            new Skipped("chart/a.yaml", 1, Skipped.Reason.TEMPLATE),
            new Skipped("chart/b.yaml", 1, Skipped.Reason.TEMPLATE));
    return new LintResult(
        List.of(findings),
        Summary.of(5, 7, skipped, List.of(findings)),
        List.<RuleFailure>of(),
        List.of(),
        skipped,
        List.of(),
        LintResult.Unchecked.NOTHING);
  }
}
