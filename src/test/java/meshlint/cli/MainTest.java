package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String GOOD =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: shop}
      data: {a: b}
      """;
  private static final String BROKEN = "a: b\n  c: d\n";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("shop"));
    Files.writeString(folder.resolve("shop/good.yaml"), GOOD);
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/bad.yaml"), BROKEN);
  }

  @Test
  void exitsWith0WhereNothingIsFound() {
    Run run = Run.in(folder, "shop");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("no findings; linted 1 object in 1 file\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void exitsWith1ForFindingsAndKeepsThemOnStandardOutput() {
    Run run = Run.in(folder, ".");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("error[yaml-syntax]", "--> broken/bad.yaml:2:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void failsOnlyFromTheSeverityThatWasAskedFor() {
    assertThat(Run.in(folder, "--fail-on", "never", ".").code()).isZero();
    assertThat(Run.in(folder, "--fail-on=info", ".").code()).isEqualTo(1);
  }

  @Test
  void namesThePathThatIsNotThereAndStillLintsTheRest() {
    Run run = Run.in(folder, "nope", "broken", "-o", "concise");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cannot read nope: no such file or folder");
    assertThat(run.out()).startsWith("broken/bad.yaml:2:");
  }

  @Test
  void printsNoReportWhereNothingCouldBeRead() {
    Run run = Run.in(folder, "nope", "--format", "json");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysThatAFolderHasNothingToLint() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Run run = Run.in(folder, "empty");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("no .yaml, .yml or .json file there");
  }

  @Test
  void wantsAPath() {
    Run run = Run.in(folder);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no path given", "try: meshlint --help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void readsStandardInput() {
    Run run = Run.with(BROKEN, Map.of(), folder, "-", "-o", "concise");
    assertThat(run.out()).startsWith("<stdin>:2:").contains("error[yaml-syntax]");
  }

  @Test
  void namesTheOptionThatWasMeant() {
    Run run = Run.in(folder, "--fromat", "json", ".");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("unknown option --fromat; did you mean --format?");
  }

  @Test
  void explainsWrongValues() {
    assertThat(Run.in(folder, "-o", "jsn", ".").err())
        .contains("unknown format jsn; did you mean json?");
    assertThat(Run.in(folder, "-o", "what-is-this", ".").err()).contains("text, concise, json");
    assertThat(Run.in(folder, "--fail-on", "eror", ".").err()).contains("did you mean error?");
    assertThat(Run.in(folder, "--max-findings", "few", ".").err()).contains("needs a number");
    assertThat(Run.in(folder, ".", "--config").err()).contains("--config needs a value: FILE");
    assertThat(Run.in(folder, "--quiet=yes", ".").err()).contains("--quiet takes no value");
    assertThat(Run.in(folder, "-o", "json", "-o", "text", ".").err())
        .contains("only one format can go to standard output");
  }

  @Test
  void writesSeveralReportsInOneRun() throws IOException {
    Run run = Run.in(folder, "-o", "concise", "-o", "json=out/x.json", "-osarif=out/x.sarif", ".");
    assertThat(run.out()).startsWith("broken/bad.yaml:2:");
    assertThat(Files.readString(folder.resolve("out/x.json"))).startsWith("{\n  \"schemaVersion\"");
    assertThat(Files.readString(folder.resolve("out/x.sarif"))).contains("\"2.1.0\"");
  }

  @Test
  void printsTheSameBytesForTheSameInputHoweverItIsNamed() {
    String relative = Run.in(folder, "-o", "json", "broken", "shop").out();
    String absolute =
        Run.in(
                folder,
                "-o",
                "json",
                folder.resolve("broken").toString(),
                folder.resolve("shop").toString())
            .out();
    assertThat(absolute).isEqualTo(relative).contains("\"file\": \"broken/bad.yaml\"");
  }

  @Test
  void takesADashedPathBehindTwoDashes() throws IOException {
    Files.writeString(folder.resolve("-x.yaml"), GOOD);
    assertThat(Run.in(folder, "--", "-x.yaml").out()).contains("1 object in 1 file");
  }

  @Test
  void addsToTheSummaryOfAGithubStep() throws IOException {
    Files.writeString(folder.resolve("summary.md"), "# before\n");
    Map<String, String> env =
        Map.of("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
    Run run = Run.with("", env, folder, "-o", "github", "broken");
    assertThat(run.out()).startsWith("::error ");
    assertThat(Files.readString(folder.resolve("summary.md")))
        .startsWith("# before\n## meshlint: 1 error\n")
        .contains("yaml-syntax");
  }

  @Test
  void takesAMisspeltCommandForNoPath() {
    Run run = Run.in(folder, "explian", "IST0101");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("called explian; did you mean explain?", "try: meshlint --help");
  }

  @Test
  void tellsVersionAndHelp() {
    assertThat(Run.in(folder, "--version").out()).startsWith("meshlint ");
    Run help = Run.in(folder, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out().lines().count()).isLessThan(50);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(help.out()).contains("--fail-on", "exit code: 0");
  }

  @Test
  void coloursTextByOptionThenByEnvironment() {
    String escape = "\u001b[";
    assertThat(Run.in(folder, ".").out()).doesNotContain(escape);
    assertThat(Run.in(folder, "--color", "always", ".").out()).contains(escape);
    assertThat(Run.with("", Map.of("FORCE_COLOR", "1"), folder, ".").out()).contains(escape);
    assertThat(Run.with("", Map.of("CLICOLOR_FORCE", "1"), folder, ".").out()).contains(escape);
    assertThat(Run.with("", Map.of("FORCE_COLOR", "0"), folder, ".").out()).doesNotContain(escape);
    assertThat(Run.with("", Map.of("GITHUB_ACTIONS", "true"), folder, ".").out()).contains(escape);
    Map<String, String> both = Map.of("FORCE_COLOR", "1", "NO_COLOR", "1");
    assertThat(Run.with("", both, folder, ".").out()).doesNotContain(escape);
    assertThat(Run.with("", both, folder, "--color", "always", ".").out()).contains(escape);
    Map<String, String> emptyNoColor = Map.of("FORCE_COLOR", "1", "NO_COLOR", "");
    assertThat(Run.with("", emptyNoColor, folder, ".").out()).contains(escape);
    Map<String, String> always = Map.of("FORCE_COLOR", "1");
    assertThat(Run.with("", always, folder, "--color=never", ".").out()).doesNotContain(escape);
  }

  @Test
  void readsUtf16AndNamesWhatItSkips() throws IOException {
    Files.write(
        folder.resolve("shop/wide.yaml"), ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_16LE));
    Files.writeString(folder.resolve("shop/values.yaml"), "replicas: 3\n");
    Run run = Run.in(folder, "shop", "--verbose");
    assertThat(run.out())
        .contains("objects in 3 files", "skipped: 1 without apiVersion and kind\n");
    assertThat(run.err()).contains("skipped shop/values.yaml:1: without apiVersion and kind");
  }

  @Test
  void saysLessWhenQuiet() {
    assertThat(Run.in(folder, "-q", "shop").out()).isEmpty();
    assertThat(Run.in(folder, "-q", "broken").out())
        .contains("error[yaml-syntax]")
        .doesNotContain("1 error in");
  }
}
