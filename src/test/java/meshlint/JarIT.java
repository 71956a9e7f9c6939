package meshlint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar does what its parts do: nothing it needs was left out. */
class JarIT {
  /** Where the classes of meshlint and of each work in NOTICE lie. */
  private static final List<String> WORKS =
      List.of(
          "meshlint/", "org/snakeyaml/engine/", "com/google/re2j/", "org/jspecify/annotations/");

  @Test
  void lintsTheExample() {
    Program.Result run = Program.jar("--format", "json", "examples").run();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\"schemaVersion\"").contains("\"fingerprint\"");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void printsTheSameBytesEachTime() {
    assertThat(Program.jar("--format", "json", "examples").run().out())
        .isEqualTo(Program.jar("--format", "json", "examples").run().out());
  }

  @Test
  void failsOnAPathThatIsNotThere() {
    Program.Result run = Program.jar("no/such/folder").run();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no/such/folder");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void compilesARuleOfAUser(@TempDir Path folder) throws IOException {
    Path rule = Files.createDirectories(folder.resolve("rules/team/service-has-no-team"));
    Files.writeString(
        rule.resolve("rule.yaml"),
        """
        id: service-has-no-team
        title: Service has no team
        category: team
        severity: error
        confidence: high
        since: 0.1.0
        match:
          kinds: [Service]
        expression: has(object.metadata.labels) && "team" in object.metadata.labels
        at: object.metadata.name
        message: "${ref(object)} has no label team"
        docs:
          why: Somebody has to answer for it.
        """);
    Path service = folder.resolve("service.yaml");
    Files.writeString(
        service,
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          clusterIP: 10.0.0.1
          ports:
          - port: 80
        """);

    Program.Result run =
        Program.jar("--rules", "rules", "--format", "concise", "service.yaml").in(folder).run();

    assertThat(run.err()).doesNotContain("Exception");
    assertThat(run.out()).contains("service-has-no-team").contains("service.yaml:4:9");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void runsTheCasesOfTheExampleRules() {
    Program.Result run = Program.jar("test", "examples/rules").run();

    assertThat(run.out()).contains("as expected, 0 not");
    assertThat(run.code()).isZero();
  }

  @Test
  void holdsItsLicencesAndNoSignature() throws IOException {
    try (JarFile jar = new JarFile(Program.JAR.toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
          .noneMatch(name -> name.contains("/cases/"));
    }
  }

  @Test
  void holdsOnlyTheWorksThatNoticeNames() throws IOException {
    try (JarFile jar = new JarFile(Program.JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
          .allMatch(name -> WORKS.stream().anyMatch(name::startsWith), "is of a work in " + WORKS);
    }
  }
}
