package meshlint.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path outside = Path.of("");
  private Path cwd = Path.of("");

  @BeforeEach
  void makeCwd() throws IOException {
    outside = outside.toRealPath();
    cwd = Files.createDirectory(outside.resolve("cwd"));
  }

  private void write(String name, String text) throws IOException {
    Path file = cwd.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private InputFiles find(String... arguments) {
    return InputFiles.find(List.of(arguments), cwd, InputStream.nullInputStream());
  }

  private static List<String> paths(InputFiles found) {
    return found.files().stream().map(InputFile::displayPath).toList();
  }

  @Test
  void foldersAreWalkedInOrder() throws IOException {
    for (String name :
        List.of(
            "b.yaml", "a/z.yml", "a/b.YAML", "a.json", "note.txt", "k/Kustomization", ".x.yaml")) {
      write(name, "");
    }

    assertThat(paths(find(".")))
        .containsExactly(".x.yaml", "a/b.YAML", "a/z.yml", "a.json", "b.yaml", "k/Kustomization");
    assertThat(paths(find("b.yaml", "a"))).containsExactly("b.yaml", "a/b.YAML", "a/z.yml");
  }

  @Test
  void hiddenFoldersAndNodeModulesAreLeftOutUnlessNamed() throws IOException {
    for (String name : List.of(".git/a.yaml", "x/node_modules/b.yaml", "x/.h/c.yaml", "x/d.yaml")) {
      write(name, "");
    }

    assertThat(paths(find("."))).containsExactly("x/d.yaml");
    assertThat(paths(find("x/.h"))).containsExactly("x/.h/c.yaml");
  }

  @Test
  void aNamedFileIsReadWhateverItsEnding() throws IOException {
    write("rendered.out", "a: 1");

    InputFiles found = find("rendered.out");

    assertThat(paths(found)).containsExactly("rendered.out");
    assertThat(new String(found.files().get(0).read(), StandardCharsets.UTF_8)).isEqualTo("a: 1");
  }

  @Test
  void filesRememberTheArgumentThatFoundThem() throws IOException {
    write("shop/base/a.yaml", "");
    write("b.yaml", "");

    List<InputFile> files = find("./shop/", "b.yaml").files();

    assertThat(files).extracting(InputFile::root).containsExactly("shop", "b.yaml");
  }

  @Test
  void displayPathsAreRelativeWhereThatIsShorter() throws IOException {
    write("a.yaml", "");
    Files.writeString(outside.resolve("b.yaml"), "");
    Path b = outside.resolve("b.yaml");

    assertThat(paths(find(cwd.toString()))).containsExactly("a.yaml");
    assertThat(paths(find("../b.yaml"))).containsExactly("../b.yaml");
    assertThat(paths(find(b.toString()))).containsExactly(b.toString().replace('\\', '/'));
  }

  @Test
  void oneFileIsReadOnce() throws IOException {
    write("x/a.yaml", "");

    assertThat(paths(find("x/a.yaml", "x", ".", "./x/../x/a.yaml"))).containsExactly("x/a.yaml");
  }

  @Test
  void linkLoopsEnd() throws IOException {
    write("x/a.yaml", "");
    Files.createSymbolicLink(cwd.resolve("x/loop"), cwd.resolve("x"));
    Files.createSymbolicLink(cwd.resolve("x/up"), cwd);
    Files.createSymbolicLink(cwd.resolve("x/dangling.yaml"), cwd.resolve("nowhere"));

    InputFiles found = find(".");

    assertThat(paths(found)).containsExactly("x/a.yaml");
    assertThat(found.errors()).isEmpty();
  }

  @Test
  void whatALinkLeadsToIsShownUnderItsOwnNameWhereItIsThere() throws IOException {
    write("z/real/b.yaml", "");
    write("elsewhere/c.yaml", "");
    Files.createSymbolicLink(cwd.resolve("a.yaml"), cwd.resolve("z/real/b.yaml"));
    Files.createSymbolicLink(cwd.resolve("a"), cwd.resolve("z/real"));
    Files.createSymbolicLink(cwd.resolve("z/other"), cwd.resolve("elsewhere"));

    assertThat(paths(find("."))).containsExactly("elsewhere/c.yaml", "z/real/b.yaml");
    assertThat(paths(find("z", "a"))).containsExactly("z/real/b.yaml", "z/other/c.yaml");
    assertThat(paths(find("a"))).containsExactly("a/b.yaml");
  }

  @Test
  void ruleFoldersAreLeftOutUnlessNamed() throws IOException {
    write("rules/x/rule.yaml", "id: x\ntitle: X\nmatch:\n  kinds: [Pod]\n");
    write("rules/x/cases/a.yaml", "");
    write("alerts/rule.yaml", "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n");

    assertThat(paths(find("."))).containsExactly("alerts/rule.yaml");
    assertThat(paths(find("rules/x"))).containsExactly("rules/x/cases/a.yaml", "rules/x/rule.yaml");
  }

  @Test
  void whatCannotBeReadIsAnErrorAndTheRestGoesOn() throws IOException {
    write("a.yaml", "");

    InputFiles found = find("missing", "a.yaml", "gone/b.yaml");

    assertThat(paths(found)).containsExactly("a.yaml");
    assertThat(found.errors())
        .hasToString("[missing: no such file or folder, gone/b.yaml: no such file or folder]");
  }

  @Test
  void forbiddenFilesAndFoldersAreErrors() throws IOException {
    write("a.yaml", "");
    write("f/b.yaml", "");
    Files.setPosixFilePermissions(
        cwd.resolve("a.yaml"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(cwd.resolve("f"), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(cwd.resolve("a.yaml")), "root reads everything");

    assertThat(find(".").errors()).hasToString("[a.yaml: permission denied, f: permission denied]");
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    InputStream stdin = new ByteArrayInputStream("a: 1".getBytes(StandardCharsets.UTF_8));

    InputFiles found = InputFiles.find(List.of("-", "-"), cwd, stdin);

    assertThat(paths(found)).containsExactly("<stdin>");
    assertThat(new String(found.files().get(0).read(), StandardCharsets.UTF_8)).isEqualTo("a: 1");
  }
}
