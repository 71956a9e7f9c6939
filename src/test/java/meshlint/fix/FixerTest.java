package meshlint.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import meshlint.finding.Confidence;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.Fix;
import meshlint.finding.Location;
import meshlint.finding.Severity;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixerTest {
  private static final String TEXT =
      """
      # 🚀 keep this comment
      spec:
        clusterIP: None   # and this one
        ports:
        - port: 9092
          targetPort: 19092
      """;

  @TempDir Path folder;

  private static Edit edit(SourceFile file, String old, String text) {
    int at = file.text().indexOf(old);
    int start = file.text().codePointCount(0, at);
    return new Edit(file.span(start, start + old.codePointCount(0, old.length())), text);
  }

  private static Finding finding(Fix.Safety safety, Edit... edits) {
    return new Finding(
        "some-rule",
        List.of(),
        "some",
        Severity.ERROR,
        Confidence.HIGH,
        "message",
        null,
        null,
        new Location(edits[0].span(), ""),
        List.of(),
        new Fix("change it", safety, List.of(edits)),
        "f");
  }

  private static Finding safe(Edit... edits) {
    return finding(Fix.Safety.SAFE, edits);
  }

  @Test
  void changesNothingButWhatTheEditSays() {
    SourceFile file = new SourceFile("a.yaml", TEXT);
    Fixer.Plan plan = Fixer.plan(List.of(safe(edit(file, "9092", "19092"))), false);
    assertThat(plan.files().get(0).text()).isEqualTo(TEXT.replace("port: 9092", "port: 19092"));
    assertThat(plan.applied()).hasSize(1);
  }

  @Test
  void leavesUnsafeFixesToThosesWhoAskForThem() {
    SourceFile file = new SourceFile("a.yaml", TEXT);
    Finding finding = finding(Fix.Safety.UNSAFE, edit(file, "9092", "19092"));
    assertThat(Fixer.plan(List.of(finding), false).files()).isEmpty();
    assertThat(Fixer.plan(List.of(finding), true).files()).hasSize(1);
  }

  @Test
  void takesTheFirstOfTwoFixesThatOverlap() {
    SourceFile file = new SourceFile("a.yaml", TEXT);
    Finding first = safe(edit(file, "port: 9092", "port: 1"));
    Finding second = safe(edit(file, "9092", "2"), edit(file, "None", "10.0.0.1"));
    Fixer.Plan plan = Fixer.plan(List.of(first, second), false);
    assertThat(plan.left()).containsExactly(second);
    assertThat(plan.files().get(0).text()).contains("port: 1\n").contains("clusterIP: None");
  }

  @Test
  void takesTwoInsertionsAtOnePlaceOneAfterTheOther() {
    SourceFile file = new SourceFile("a.yaml", TEXT);
    Finding first = safe(new Edit(file.span(0, 0), "a: 1\n"));
    Finding second = safe(new Edit(file.span(0, 0), "b: 1\n"));
    assertThat(Fixer.plan(List.of(first, second), false).left()).containsExactly(second);
  }

  @Test
  void appliesAnEditThatTwoFindingsShareOnce() {
    SourceFile file = new SourceFile("a.yaml", TEXT);
    Finding first = safe(edit(file, "9092", "1"));
    Finding second = safe(edit(file, "9092", "1"), edit(file, "None", "10.0.0.1"));
    Fixer.Plan plan = Fixer.plan(List.of(first, second), false);
    assertThat(plan.applied()).hasSize(2);
    assertThat(plan.files().get(0).text()).contains("port: 1\n", "clusterIP: 10.0.0.1   # and");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void keepsEncodingMarkAndLineEnds(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    String text = TEXT.replace("\n", "\r\n");
    byte[] before = ("\ufeff" + text).getBytes(charset);
    Path path = Files.write(folder.resolve("a.yaml"), before);
    SourceFile file = new SourceFile("a.yaml", text);
    Finding finding = safe(edit(file, "  ports:", "  type: ClusterIP\n  ports:"));
    Fixer.plan(List.of(finding), false).files().get(0).write(path);
    String expected = "\ufeff" + text.replace("  ports:", "  type: ClusterIP\r\n  ports:");
    assertThat(Files.readAllBytes(path)).isEqualTo(expected.getBytes(charset));
  }

  @Test
  void writesNoFileThatChangedOrHoldsBytesThatAreNoText() throws IOException {
    SourceFile file = new SourceFile("a.yaml", "a: 9092\n");
    FixedFile fixed = Fixer.plan(List.of(safe(edit(file, "9092", "1"))), false).files().get(0);
    Path changed = Files.writeString(folder.resolve("a.yaml"), "a: 9092\nb: 1\n");
    assertThatThrownBy(() -> fixed.write(changed)).hasMessageContaining("changed");

    SourceFile odd = new SourceFile("b.yaml", "a: 9092 # \ufffd\n");
    Path path = folder.resolve("b.yaml");
    Files.write(path, "a: 9092 # \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    FixedFile lossy = Fixer.plan(List.of(safe(edit(odd, "9092", "1"))), false).files().get(0);
    assertThatThrownBy(() -> lossy.write(path)).hasMessageContaining("no text");
  }

  @Test
  void showsAnExactDiff() {
    SourceFile file = new SourceFile("shop/a.yaml", TEXT);
    Finding finding = safe(edit(file, "9092", "19092"));
    assertThat(UnifiedDiff.of(Fixer.plan(List.of(finding), false).files().get(0)))
        .isEqualTo(
            """
            --- a/shop/a.yaml
            +++ b/shop/a.yaml
            @@ -2,5 +2,5 @@
             spec:
               clusterIP: None   # and this one
               ports:
            -  - port: 9092
            +  - port: 19092
                 targetPort: 19092
            """);
  }

  @Test
  void itsDiffIsWhatGitAppliesToGetTheSameText() throws Exception {
    StringBuilder text = new StringBuilder("first: 1\r\n🚀: 2\r\n");
    for (int i = 0; i < 60; i++) {
      text.append("line").append(i).append(": value\r\n");
    }
    text.append("last: 1");
    SourceFile file = new SourceFile("a.yaml", text.toString());
    int end = text.codePointCount(0, text.length());
    List<Finding> findings = new ArrayList<>();
    findings.add(safe(new Edit(file.span(0, 0), "# top\n")));
    findings.add(safe(edit(file, "line3: value\r\n", "")));
    findings.add(safe(edit(file, "line7", "renamed"), edit(file, "line40", "renamed")));
    findings.add(safe(edit(file, "line20: value\r\nline21: value", "both: 1\nof: 2\nthem: 3")));
    findings.add(safe(edit(file, "line41", "next")));
    findings.add(safe(new Edit(file.span(end, end), "\nmore: 1\n")));
    FixedFile fixed = Fixer.plan(findings, false).files().get(0);

    Files.writeString(folder.resolve("a.yaml"), text);
    Files.writeString(folder.resolve("a.diff"), UnifiedDiff.of(fixed));
    Process git =
        new ProcessBuilder("git", "apply", "--whitespace=nowarn", "a.diff")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(git.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(Files.readString(folder.resolve("a.yaml"))).isEqualTo(fixed.text());
  }
}
