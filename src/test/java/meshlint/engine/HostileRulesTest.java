package meshlint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import meshlint.graph.ClusterSettings;
import meshlint.graph.World;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.Catalogue;
import meshlint.rule.RuleLoader;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that does too much is named, with the object, and the run goes on. */
class HostileRulesTest {
  private static final RuleLoader LOADER = new RuleLoader(Catalogue.standard(), Schemas.bundled());
  private static final String STEPS = "took more than 2000000 steps";
  private static final String TEXT = "made a text of more than 1048576 characters";

  private static final LoadResult INPUT = ManifestLoader.loadText("big.yaml", manifests());

  private static String manifests() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      out.append("---\napiVersion: v1\nkind: ConfigMap\n");
      out.append("metadata: {name: c").append(i).append(", namespace: shop}\ndata:\n");
      for (int k = 0; k < 4000; k++) {
        out.append("  k").append(k).append(": some-text-of-some-length\n");
      }
    }
    return out.toString();
  }

  /** A rule with variables each of which is made of the one before it. */
  private static SourceFile rule(String first, String next, int variables, String expression) {
    StringBuilder out =
        new StringBuilder(
            "id: hostile\ntitle: T\nseverity: error\nmatch: {kinds: [ConfigMap]}\n"
                + "message: m\nvariables:\n  v0: |\n    ");
    out.append(first).append('\n');
    for (int i = 1; i <= variables; i++) {
      String made = next.replace("$", "variables.v" + (i - 1));
      out.append("  v").append(i).append(": |\n    ").append(made).append('\n');
    }
    String asked = expression.replace("$", "variables.v" + variables);
    return new SourceFile(
        "hostile/rule.yaml", out.append("expression: |\n  ").append(asked).append('\n').toString());
  }

  private static List<RuleFailure> failures(SourceFile rule) {
    RuleLoader.Loaded loaded = LOADER.load(List.of(rule));
    assertThat(loaded.errors()).isEmpty();
    List<World> worlds = List.of(new World("", INPUT.objects()));
    return Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> Linter.lint(INPUT, worlds, ClusterSettings.DEFAULT, loaded.rules()).failures());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'xxxxxxxxxxxxxxxx'|$ + $|40|$ == ''|" + TEXT,
        "'xxxxxxxxxxxxxxxx'|$.replace('x', $)|5|$ == ''|" + TEXT,
        "'xxxxxxxxxxxxxxxx'|[$, $].join($)|20|$ == ''|" + TEXT,
        "[1, 2]|$ + $|40|$.size() == 0|" + STEPS,
        "'xxxxxxxxxxxxxxxx'|$ + $|16|$.contains($ + 'y')|" + TEXT,
        "'xxxxxxxxxxxxxxxx'|$ + $|15|$.contains($ + 'y')|" + STEPS,
        "1|$|0|object.data.map(a, object.data.map(b, a + b)).size() == 0|" + STEPS,
        "1|$|0|object.data.all(a, object.data.all(b, a + b != ''))|" + STEPS,
        "1|$|0|object.data.all(a, objects('ConfigMap').all(o, o.data.all(b, a + b != '')))|"
            + STEPS,
        "1|$|0|object.data.all(a, object.data.map(b, b).sort().distinct().size() > 0)|" + STEPS,
      })
  void reachALimit(String first, String next, int variables, String expression, String reason) {
    List<RuleFailure> failures = failures(rule(first, next, variables, expression));
    assertThat(failures).as("the rule is given up after some objects").hasSize(5);
    assertThat(failures.get(0).reason()).isEqualTo(reason);
    assertThat(failures.get(4).reason()).isEqualTo(reason + "; it is not asked again");
    assertThat(failures.get(0).object()).hasToString("ConfigMap shop/c0");
  }

  /** Lists in lists, whose content is seen 2^60 times by what goes through all of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[$].distinct().size() == 1", "dyn($) in dyn({'a': 1})", "join([$]) == ''"})
  void doNotGoThroughListsInLists(String expression) {
    assertThat(failures(rule("[1, 2]", "[$, $]", 60, expression))).isEmpty();
  }

  @Test
  void bringNoRegularExpressionThatRepeatsRepeats() {
    SourceFile rule = rule("1", "$", 0, "'aa'.matches('((a{1000}){1000}){1000}')");
    assertThat(LOADER.load(List.of(rule)).errors())
        .singleElement()
        .asString()
        .endsWith("error: no regular expression: it repeats too much");
  }
}
