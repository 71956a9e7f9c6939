package meshlint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/meshlint}: the same findings as the jar, and nothing about how it starts. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final String BROKEN = "kind: [\n";

  @TempDir private Path folder;
  private Path cache;

  @BeforeEach
  void makeCache() {
    cache = folder.resolve("cache");
  }

  @Test
  void lintsAsTheJarDoesAndKeepsAnArchive() throws IOException {
    Program.Result expected = Program.jar("--format", "json", "examples").run();

    Program.Result first = launcher("--format", "json", "examples").run();
    List<String> kept = names(cache);
    Program.Result second = launcher("--format", "json", "examples").run();

    assertThat(first).isEqualTo(expected);
    assertThat(second).isEqualTo(expected);
    assertThat(kept).singleElement().asString().endsWith(".jsa");
    assertThat(names(cache)).isEqualTo(kept);
  }

  @Test
  void worksWithoutAPlaceForTheArchive() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Program.Result run = launcher("--version").with("MESHLINT_CACHE", file + "/cache").run();
    Program.Result lint =
        launcher("--format", "json", "examples").with("MESHLINT_CACHE", file + "/cache").run();

    assertThat(run).isEqualTo(Program.jar("--version").run());
    assertThat(lint).isEqualTo(Program.jar("--format", "json", "examples").run());
  }

  @Test
  void ignoresADamagedArchive() throws IOException {
    Program.Result expected = launcher("examples").run();
    Path archive = cache.resolve(names(cache).get(0));
    Files.delete(archive);
    Files.writeString(archive, "not an archive");

    assertThat(launcher("examples").run()).isEqualTo(expected);
  }

  @Test
  void keepsNoArchiveInContinuousIntegration() {
    launcher("examples").with("CI", "true").run();

    assertThat(cache).doesNotExist();
  }

  @Test
  void saysWhatToDoWithoutJava() {
    Program.Result run = launcher("examples").with("JAVA_HOME", folder.toString()).run();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("meshlint: JAVA_HOME is " + folder);
  }

  @Test
  void skipsACommitThatTouchesNoManifest() throws IOException {
    git("init", "-q");
    stage("broken.yaml", BROKEN);
    commit();
    stage("notes.txt", "hello");

    Program.Result run = hook();

    assertThat(run).isEqualTo(new Program.Result(0, "", ""));
  }

  @Test
  void lintsACommitThatOnlyDeletes() throws IOException {
    git("init", "-q");
    stage("broken.yaml", BROKEN);
    stage("gone.yaml", "a: 1\n");
    commit();
    git("rm", "-q", "gone.yaml");

    Program.Result run = hook();

    assertThat(run.out()).contains("broken.yaml:");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void lintsWhereNothingIsStaged() throws IOException {
    git("init", "-q");
    stage("broken.yaml", BROKEN);
    commit();

    assertThat(hook().code()).isEqualTo(1);
  }

  @Test
  void lintsOnlyWhatTheCommitHolds() throws IOException {
    git("init", "-q");
    stage("fine.yaml", "a: 1\n");
    Files.writeString(folder.resolve("untracked.yaml"), BROKEN);

    assertThat(hook().code()).isZero();
    stage("untracked.yaml", BROKEN);
    assertThat(hook().out()).contains("untracked.yaml:");
  }

  @Test
  void saysWhereThereIsNoRepository() {
    Program.Result run = hook();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is in no Git repository");
  }

  private Program launcher(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of("bin", "meshlint").toAbsolutePath().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Program.of(command)
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("MESHLINT_JAR", Program.JAR.toString())
        .with("MESHLINT_CACHE", cache.toString())
        .with("MESHLINT_JAVA_OPTS", null)
        .with("PRE_COMMIT", null)
        .with("CI", null);
  }

  private Program.Result hook() {
    return launcher("--tracked", "--fail-on", "warning", ".")
        .in(folder)
        .with("PRE_COMMIT", "1")
        .with("PRE_COMMIT_FROM_REF", null)
        .run();
  }

  private void stage(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    git("add", name);
  }

  private void commit() {
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a");
  }

  private void git(String... arguments) {
    assumeTrue(hasGit(), "git is installed");
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Program.Result run = Program.of(command).in(folder).run();
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static boolean hasGit() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "git")));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
