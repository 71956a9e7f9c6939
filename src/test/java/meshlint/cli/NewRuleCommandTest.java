package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewRuleCommandTest {
  private static final String NEW = "my-rules/naming/service-team-missing";

  @TempDir Path folder;

  private void replace(String file, String blank, String text) throws IOException {
    Path path = folder.resolve(NEW).resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(blank);
    Files.writeString(path, before.replace(blank, text));
  }

  @Test
  void makesARuleThatPassesOnceItsTwoBlanksAreFilled() throws IOException {
    Run made = Run.in(folder, "new-rule", NEW);
    assertThat(made.code()).isZero();
    assertThat(made.out())
        .contains("rule.yaml:10: what must hold", "cases/example.yaml:22: an object for which");
    Run blank = Run.in(folder, "test", "my-rules");
    assertThat(blank.code()).isEqualTo(2);
    assertThat(blank.err()).contains("rule.yaml:10:13: error: fill in this blank");

    replace("rule.yaml", "expression: ___", "expression: object.label('team').hasValue()");
    Run half = Run.in(folder, "test", "my-rules");
    assertThat(half.code()).isEqualTo(1);
    assertThat(half.out()).contains("noisy: service-team-missing: Service shop/good");

    replace("cases/example.yaml", "___: ___", "team: storefront");
    Run whole = Run.in(folder, "test", "my-rules");
    assertThat(whole.out()).isEqualTo("2 as expected, 0 not, in 1 cases\n");
    assertThat(whole.code()).isZero();
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.createDirectories(folder.resolve(NEW));
    Run run = Run.in(folder, "new-rule", NEW);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is there already");
  }

  @Test
  void refusesAnIdThatIsNotKebabCase() {
    Run run = Run.in(folder, "new-rule", "naming/Service_Team");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("the id Service_Team is not kebab-case", "service-team");
  }

  @Test
  void saysThatItReplacesABuiltInRule() {
    Run run = Run.in(folder, "new-rule", "mine/yaml-syntax");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("a built-in rule is called yaml-syntax");
  }
}
