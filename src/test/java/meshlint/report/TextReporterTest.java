package meshlint.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import meshlint.finding.Finding;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReporterTest {
  private static String render(TextStyle style, Finding... findings) {
    return new TextReporter(settings(style, Integer.MAX_VALUE)).render(Sample.result(findings));
  }

  private static Format.Settings settings(TextStyle style, int maxFindings) {
    return new Format.Settings("1.2.3", style, maxFindings, true, false, List::of);
  }

  @Test
  void showsAllPlacesOfAFindingAndTheSummary() {
    assertThat(render(TextStyle.PLAIN, Sample.remapped()))
        .isEqualTo(
            """
            error[headless-service-port-remapped]: Service data/kafka is headless, so clients dial pods on port 9092, where nothing listens
              --> data/service.yaml:11:17           Service data/kafka  spec.ports[0].targetPort
               |
             7 |   clusterIP: None
               |              ---- headless: clients dial these pods directly
            ...
            11 |     targetPort: 19092
               |                 ^^^^^
               |
              ::: data/statefulset.yaml:9:26        StatefulSet data/kafka
               |
             9 |         - containerPort: 19092
               |                          ----- the container listens here
               |
               = help: use the same number for port and targetPort
               = fix: set port to 19092 (--unsafe-fixes, after a look at --diff)

            1 error; linted 7 objects in 5 files
            skipped: 1 without apiVersion and kind, 2 unrendered templates
            1 fixable with --unsafe-fixes
            why, and how to confirm it:
              meshlint explain headless-service-port-remapped data/kafka
            """);
  }

  @Test
  void drawsWithBoxCharactersWhereTheTerminalHasThem() {
    String text = render(new TextStyle(false, true, 80, "meshlint", null), Sample.remapped());
    assertThat(text)
        .contains("   ╭▸ data/service.yaml:11:17")
        .contains("   ├▸ data/statefulset.yaml:9:26")
        .contains("   │                 ━━━━━\n")
        .contains("   ├ help: ")
        .contains("   ╰ fix: ");
  }

  @Test
  void wrapsSentencesAtTheWidthOfTheTerminal() {
    String text = render(new TextStyle(false, false, 80, "meshlint", null), Sample.remapped());
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text).contains(" is headless, so\n    clients dial");
  }

  @Test
  void cutsALongLineAroundThePlace() {
    SourceFile file = new SourceFile("a.yaml", "x: " + "a".repeat(300) + "HERE" + "b".repeat(300));
    Finding finding = Sample.plain(file, "HERE", Severity.WARNING, "too long");
    List<String> lines =
        render(new TextStyle(false, false, 60, "meshlint", null), finding).lines().toList();
    String source = lines.get(3);
    String marks = lines.get(4);
    assertThat(source).startsWith(" 1 | ...aaa").endsWith("bbb...").hasSize(60);
    assertThat(source.indexOf("HERE")).isPositive().isEqualTo(marks.indexOf("^^^^"));
  }

  @Test
  void underlinesWideCharactersTabsAndEmojiInTheirCells() {
    SourceFile file = new SourceFile("a.yaml", "\t名前: 🚀\tbad");
    Finding finding = Sample.plain(file, "bad", Severity.INFO, "wide");
    List<String> lines = render(TextStyle.PLAIN, finding).lines().toList();
    assertThat(lines.get(3)).isEqualTo(" 1 |     名前: 🚀    bad");
    // 4 cells of tab, 4 of two wide characters, ": ", 2 of the emoji, a tab to the next stop
    assertThat(lines.get(4)).isEqualTo("   | " + " ".repeat(16) + "^^^");
  }

  @Test
  void pointsAtAnEmptyPlaceAndAtTheEndOfAFile() {
    SourceFile file = new SourceFile("a.yaml", "a: 1\n");
    Finding finding =
        new Finding(
            "some-rule",
            List.of(),
            "some",
            Severity.ERROR,
            meshlint.finding.Confidence.HIGH,
            "ends too early",
            null,
            null,
            new meshlint.finding.Location(file.span(5, 5), ""),
            List.of(),
            null,
            "f");
    assertThat(render(TextStyle.PLAIN, finding)).contains("  --> a.yaml:2:1\n", "   | ^\n");
  }

  @Test
  void linksFilesAndPagesOfRulesWhereTheTerminalCanFollow(@TempDir Path pages) throws IOException {
    Files.writeString(pages.resolve("headless-service-port-remapped.md"), "");
    Links links = new Links(Path.of("/home/me/my shop"), pages);
    String text = render(new TextStyle(true, false, 0, "meshlint", links), Sample.remapped());
    assertThat(text)
        .contains(
            "\u001b]8;;file:///home/me/my%20shop/data/service.yaml\u001b\\data/service.yaml:11:17"
                + "\u001b]8;;\u001b\\")
        .contains("\u001b]8;;file://" + pages + "/headless-service-port-remapped.md\u001b\\");
    String plain = render(new TextStyle(true, false, 0, "meshlint", null), Sample.remapped());
    assertThat(text.replaceAll("\u001b]8;;[^\u001b]*\u001b\\\\", "")).isEqualTo(plain);
  }

  @Test
  void linksNothingThatIsNoFile() {
    Links links = new Links(Path.of("/home"), null);
    SourceFile file = new SourceFile("<stdin>", "x: 1");
    Finding finding = Sample.plain(file, "x", Severity.ERROR, "bad");
    assertThat(render(new TextStyle(true, false, 0, "meshlint", links), finding))
        .doesNotContain("\u001b]8;;");
  }

  @Test
  void putsANameThatDoesNotFitBelowThePath() {
    SourceFile file = new SourceFile("a/very/long/path/to/some/manifest.yaml", "x: 1");
    Finding finding =
        Sample.plain(file, "x", Severity.ERROR, "bad")
            .movedTo(Sample.SERVICE_REF, Sample.at(file, "x", ""), List.of());
    assertThat(render(new TextStyle(false, false, 50, "meshlint", null), finding))
        .contains("  --> a/very/long/path/to/some/manifest.yaml:1:1\n   |  Service data/kafka\n");
  }

  @Test
  void putsALabelThatDoesNotFitBelowThePlace() {
    Finding finding = Sample.remapped();
    String text = render(new TextStyle(false, false, 44, "meshlint", null), finding);
    assertThat(text)
        .contains(
            "   |              ----\n   |       headless: clients dial these pods\n   |       directly\n")
        .contains("the container listens here");
  }

  @Test
  void keepsTheRelatedPlacesOfManyObjectsShort() {
    SourceFile file = new SourceFile("many.yaml", "x\n".repeat(40));
    List<RelatedLocation> related = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      related.add(
          new RelatedLocation(
              "is not injected",
              new ObjectRef("apps/v1", "Deployment", "shop", "app-" + i),
              new meshlint.finding.Location(file.span(i * 2, i * 2 + 1), "")));
    }
    Finding one = Sample.plain(file, "x", Severity.ERROR, "no sidecar");
    Finding finding =
        new Finding(
            one.rule(),
            one.aliases(),
            one.category(),
            one.severity(),
            one.confidence(),
            one.message(),
            null,
            null,
            one.location(),
            related,
            null,
            one.fingerprint());
    String text = render(TextStyle.PLAIN, finding);
    assertThat(text).contains("Deployment shop/app-13", "and 16 more places");
    assertThat(text).doesNotContain("app-14");
    assertThat(text.lines().filter(line -> line.contains("-----")).count()).isZero();
    assertThat(text.lines().filter(line -> line.contains("| - is not injected")).count())
        .isEqualTo(4);
  }

  @Test
  void letsNoManifestActOnTheTerminal() {
    SourceFile file = new SourceFile("a\u001b]0;x\u0007.yaml", "name: \u001b[31mred\u202e");
    Finding finding = Sample.plain(file, "red", Severity.ERROR, "bad \u001b[2J name\nsecond line");
    String text = render(TextStyle.PLAIN, finding);
    assertThat(text).doesNotContain("\u001b", "\u0007", "\u202e", "name\nsecond");
    assertThat(text).contains("bad ␛[2J name second line");
  }

  @Test
  void coloursOnlyWhenAsked() {
    String plain = render(TextStyle.PLAIN, Sample.remapped());
    String colored = render(new TextStyle(true, false, 0, "meshlint", null), Sample.remapped());
    assertThat(plain).doesNotContain("\u001b");
    assertThat(colored).contains("\u001b[1;31merror[headless-service-port-remapped]\u001b[0m");
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void saysHowManyFindingsItDoesNotPrint() {
    Finding finding = Sample.remapped();
    String text =
        new TextReporter(settings(TextStyle.PLAIN, 1))
            .render(Sample.result(finding, finding, finding));
    assertThat(text.lines().collect(Collectors.joining("\n")))
        .contains("... and 2 more findings: raise --max-findings to see them")
        .contains("3 errors; linted 7 objects in 5 files");
  }

  @Test
  void saysThatNothingWasFound() {
    assertThat(render(TextStyle.PLAIN)).startsWith("no findings; linted 7 objects in 5 files\n");
  }
}
