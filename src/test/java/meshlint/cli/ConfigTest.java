package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path folder;

  @BeforeEach
  void manifests() throws IOException {
    Files.createDirectories(folder.resolve("apps/old"));
    String twice = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: b, a: c}\n";
    Files.writeString(folder.resolve("apps/one.yaml"), twice.formatted("one"));
    Files.writeString(folder.resolve("apps/old/two.yaml"), twice.formatted("two"));
  }

  private Run with(String config, String... args) throws IOException {
    Files.writeString(folder.resolve("meshlint.yaml"), config);
    return Run.in(folder, args);
  }

  @Test
  void setsSeveritiesForAllAndForSomeFiles() throws IOException {
    Run run =
        with(
            """
            failOn: warning
            rules:
              severity: {duplicate-key: error}
            overrides:
            - paths: [apps/old/**]
              severity: {manifest: info}
            """,
            "-o",
            "concise",
            "apps");
    assertThat(run.out())
        .contains("apps/one.yaml:4:14: error[duplicate-key]")
        .contains("apps/old/two.yaml:4:14: info[duplicate-key]");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void itsPathsStartAtItsOwnFolderWhereverTheRunStarts() throws IOException {
    Files.createDirectories(folder.resolve(".git"));
    String config = "overrides:\n- {paths: [apps/old], ignore: [duplicate-key]}\n";
    Files.writeString(folder.resolve("meshlint.yaml"), config);
    Run run = Run.in(folder.resolve("apps"), "-o", "concise", ".");
    assertThat(run.out()).startsWith("one.yaml:4:14:").doesNotContain("two.yaml");
  }

  @Test
  void isNotLookedForAboveTheRepositoryNorWithNoConfig() throws IOException {
    Files.writeString(folder.resolve("meshlint.yaml"), "rules: {ignore: [duplicate-key]}\n");
    Files.createDirectories(folder.resolve("apps/.git"));
    assertThat(Run.in(folder.resolve("apps"), ".").out()).contains("duplicate-key");
    assertThat(Run.in(folder, "apps").out()).doesNotContain("duplicate-key");
    assertThat(Run.in(folder, "--no-config", "apps").out()).contains("duplicate-key");
  }

  @Test
  void theCommandLineWinsOverIt() throws IOException {
    Run run = with("failOn: warning\n", "--fail-on", "error", "apps");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysEverythingThatIsWrongWithItAtOnce() throws IOException {
    Run run =
        with(
            """
            failon: error
            rules:
              ignore: [duplicate-kee]
              parameters: {proxy-port-taken: {port: 1}, manifest: {a: 1}}
              severity: {duplicate-key: eror}
            ignore:
            - {rule: x, until: soon}
            - {object: a/b}
            cluster: {kubernetes: new, external: {services: [web]}}
            complete: maybe
            baseline: no
            """,
            "apps");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("meshlint.yaml:1:1: unknown key failon; did you mean failOn?")
        .contains("meshlint.yaml:3:12: no rule, category or alias is called duplicate-kee; did you")
        .contains("meshlint.yaml:5:29: duplicate-key is one of error, warning, info, not eror")
        .contains("meshlint.yaml:7:20: until is a date such as 2027-01-31, not soon")
        .contains("meshlint.yaml:8:4: an entry of ignore names a rule")
        .contains("meshlint.yaml:9:23: kubernetes is a version such as 1.35, not new")
        .contains("meshlint.yaml:10:11: complete is true or false")
        .contains("meshlint.yaml:4:35: proxy-port-taken has no parameter port; did you mean ports?")
        .contains("meshlint.yaml:4:56: parameters stand under the id of a rule, and manifest is")
        .contains("meshlint.yaml:9:50: a Service is written namespace/name, not web")
        .contains("meshlint.yaml:11:11: baseline is a text, and YAML takes no for false: put it");
    assertThat(run.err().lines().map(line -> line.split(":", -1)[2]))
        .isSortedAccordingTo(java.util.Comparator.comparingInt(Integer::parseInt));
  }

  @Test
  void saysWhereItIsNoYaml() throws IOException {
    Run run = with("rules: [\n", "apps");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("meshlint.yaml:");
  }

  @Test
  void takesAVersionAsItIsWritten() throws IOException {
    assertThat(with("cluster: {kubernetes: 1.30, istio: '1.28'}\n", "apps").code()).isZero();
  }

  @Test
  void selectsAndIgnoresRules() throws IOException {
    assertThat(Run.in(folder, "--select", "headless", "apps").out()).startsWith("no findings");
    assertThat(Run.in(folder, "--ignore", "manifest", "apps").out()).startsWith("no findings");
    assertThat(Run.in(folder, "--select", "duplicate-key", "apps").out()).contains("duplicate-key");
    Run typo = Run.in(folder, "--select", "manifets", "apps");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("did you mean manifest?");
  }

  @Test
  void checksThatFilesCanBeReadWhateverIsSelected() throws IOException {
    Files.writeString(folder.resolve("apps/bad.yaml"), "apiVersion: v1\nkind: [\n");
    assertThat(Run.in(folder, "--select", "headless", "apps").out()).contains("yaml-syntax");
  }

  @Test
  void readsTheMeshConfigOfAFile() throws IOException {
    Files.writeString(folder.resolve("mesh.yaml"), "rootNamespace: mesh-root\n");
    assertThat(Run.in(folder, "--mesh-config", "mesh.yaml", "apps").code()).isZero();
    Run missing = Run.in(folder, "--mesh-config", "nope.yaml", "apps");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read nope.yaml: no such file");
  }

  @Test
  void refusesAMeshConfigThatIstiodRefuses() throws IOException {
    Files.writeString(
        folder.resolve("mesh.yaml"), "outboundTrafficPolicy:\n  mode: REGISTRY_ONY\n");
    Run run = Run.in(folder, "--mesh-config", "mesh.yaml", "apps");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("mesh.yaml:2:9: outboundTrafficPolicy.mode: \"REGISTRY_ONY\" is none of")
        .contains("did you mean REGISTRY_ONLY?");
  }
}
