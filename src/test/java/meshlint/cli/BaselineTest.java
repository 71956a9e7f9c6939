package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String twice(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {a: b, a: c}\n";
  }

  @Test
  void leavesOutWhatItKnowsAlsoWhenLinesMove() throws IOException {
    file("a.yaml", twice("one"));
    Run write = Run.in(folder, "--write-baseline", "--baseline", "base.json", "a.yaml");
    assertThat(write.err()).contains("wrote 1 finding to base.json");
    assertThat(write.code()).isZero();

    file("a.yaml", "# moved\n\n" + twice("one"));
    file("b.yaml", twice("two"));
    Run run = Run.in(folder, "--baseline", "base.json", "a.yaml", "b.yaml");
    assertThat(run.out())
        .doesNotContain("a.yaml:")
        .contains("b.yaml:4:14")
        .contains("1 warning (1 in the baseline); linted 2 objects");
  }

  @Test
  void saysWhatNoLongerOccursAndDropsIt() throws IOException {
    file("a.yaml", twice("one"));
    Run.in(folder, "--write-baseline", "--baseline", "base.json", "a.yaml");
    file("a.yaml", twice("one").replace(", a: c", ""));
    Run run = Run.in(folder, "--baseline", "base.json", "--verbose", "a.yaml");
    assertThat(run.err())
        .contains("1 finding of the baseline no longer occurs: --prune-baseline drops it")
        .contains("gone: duplicate-key: key \"a\" stands twice");
    file("b.yaml", twice("two"));
    Run prune = Run.in(folder, "--prune-baseline", "--baseline", "base.json", ".");
    assertThat(prune.err()).contains("took 1 finding out of base.json");
    assertThat(prune.out()).contains("b.yaml:4:14");
    assertThat(Files.readString(folder.resolve("base.json"))).contains("\"findings\": []");
  }

  @Test
  void saysWhatIsNewAndWhatIsGoneWhenItIsWrittenAnew() throws IOException {
    file("a.yaml", twice("one"));
    Run.in(folder, "--write-baseline", "--baseline", "base.json", ".");
    file("a.yaml", twice("two"));
    Run again = Run.in(folder, "--write-baseline", "--baseline", "base.json", "-v", ".");
    assertThat(again.err())
        .contains("wrote 1 finding to base.json: 1 new, 1 gone")
        .contains("new in the baseline: duplicate-key", "gone: duplicate-key");
  }

  @Test
  void keepsWhatTheRunDidNotLookAt() throws IOException {
    Files.createDirectories(folder.resolve("apps"));
    file("a.yaml", twice("one"));
    file("apps/b.yaml", twice("two"));
    Run.in(folder, "--write-baseline", "--baseline", "base.json", ".");
    String before = Files.readString(folder.resolve("base.json"));
    assertThat(Run.in(folder, "--baseline", "base.json", "apps").err()).isEmpty();
    Run.in(folder, "--prune-baseline", "--baseline", "base.json", "apps");
    Run.in(folder, "--prune-baseline", "--baseline", "base.json", "--ignore", "manifest", ".");
    Run.in(folder.resolve("apps"), "--write-baseline", "--baseline", "../base.json", ".");
    assertThat(Files.readString(folder.resolve("base.json"))).isEqualTo(before);
  }

  @Test
  void isNotWrittenForAPartOfTheFindings() throws IOException {
    file("a.yaml", twice("one"));
    Run run = Run.in(folder, "--write-baseline", "--since", "HEAD", "a.yaml");
    assertThat(run.code()).isEqualTo(2);
    assertThat(Run.in(folder, "--prune-baseline", "a.yaml").err()).contains("needs a baseline");
  }

  @Test
  void isNamedByTheConfigToo() throws IOException {
    file("a.yaml", twice("one"));
    file("meshlint.yaml", "baseline: known.json\n");
    Run.in(folder, "--write-baseline", "a.yaml");
    assertThat(Files.exists(folder.resolve("known.json"))).isTrue();
    assertThat(Run.in(folder, "a.yaml").out()).contains("no findings (1 in the baseline)");
  }

  @Test
  void hasToBeThereAndToBeOne() throws IOException {
    file("a.yaml", twice("one"));
    Run missing = Run.in(folder, "--baseline", "nope.json", "a.yaml");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read nope.json: no such file");
    file("odd.json", "{\"other\": 1}");
    Run odd = Run.in(folder, "--baseline", "odd.json", "a.yaml");
    assertThat(odd.code()).isEqualTo(2);
    assertThat(odd.err()).contains("odd.json: this is no baseline");
  }
}
