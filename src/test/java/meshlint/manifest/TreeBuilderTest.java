package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class TreeBuilderTest {
  private static String value(String text, String... path) {
    MapNode map = Trees.map(text);
    MapNode holder = map;
    for (int i = 0; i < path.length - 1; i++) {
      holder = Objects.requireNonNull(holder.map(path[i]));
    }
    return holder.valueSpanAt(holder.indexOf(path[path.length - 1])).text();
  }

  @Test
  void spansAreTheTextOfValues() {
    String text =
        """
        plain: a b   # comment
        single: 'it''s'
        double: "x y"
        flow: [1, {a: 2}]
        block: |
          one
          two

        list:
        - 1
        - b: 2
          c: 3
        after: end
        """;

    assertThat(value(text, "plain")).isEqualTo("a b");
    assertThat(value(text, "single")).isEqualTo("'it''s'");
    assertThat(value(text, "double")).isEqualTo("\"x y\"");
    assertThat(value(text, "flow")).isEqualTo("[1, {a: 2}]");
    assertThat(value(text, "block")).isEqualTo("|\n  one\n  two");
    assertThat(value(text, "list")).isEqualTo("- 1\n- b: 2\n  c: 3");
    assertThat(value(text, "after")).isEqualTo("end");
  }

  @Test
  void spansLeaveAnchorsAndTagsOut() {
    String text = "a: &x !!str 12\nb: &m {c: 1}\nd: &l\n- 1\n";

    assertThat(value(text, "a")).isEqualTo("12");
    assertThat(value(text, "b")).isEqualTo("{c: 1}");
    assertThat(value(text, "d")).isEqualTo("- 1");
  }

  @Test
  void offsetsCountCodePoints() {
    MapNode map = Trees.map("\"🚀\": 🚀🚀\nb: 1\n");

    assertThat(map.valueSpanAt(0).column()).isEqualTo(6);
    assertThat(map.valueSpanAt(0).endColumn()).isEqualTo(8);
    assertThat(map.valueSpanAt(1).text()).isEqualTo("1");
  }

  @Test
  void crlfGivesTheSameTree() {
    String text = "a: 1\nb:\n- x: |\n    one\n    two\n- \"q\n  r\"\n";

    assertThat(Trees.map(text.replace("\n", "\r\n"))).isEqualTo(Trees.map(text));
    assertThat(Trees.map(text.replace("\n", "\r"))).isEqualTo(Trees.map(text));
  }

  @Test
  void blockTextWithoutFinalLineBreakHasNone() {
    assertThat(Trees.map("a: |\n  x").string("a")).isEqualTo("x");
    assertThat(Trees.map("a: |\n  x\n").string("a")).isEqualTo("x\n");
    assertThat(Trees.map("a: |\n  x\n  ").string("a")).isEqualTo("x\n");
  }

  @Test
  void anAliasIsACopyThatStandsWhereTheAliasStands() {
    MapNode map = Trees.map("a: &x\n  k: 1\nb: *x\nc: &s yes\nd: *s\n");

    assertThat(map.map("b")).isEqualTo(map.map("a")).isNotSameAs(map.map("a"));
    assertThat(map.valueSpanAt(1).text()).isEqualTo("*x");
    assertThat(Objects.requireNonNull(map.map("b")).parent()).isSameAs(map);
    assertThat(map.get("d")).isEqualTo(true);
  }

  @Test
  void mergedKeysLoseToWhatFollowsAndWinOverWhatPrecedes() {
    MapNode map =
        Trees.map(
            """
            base: &base {a: 1, b: 2}
            after:
              <<: *base
              a: own
            before:
              a: own
              <<: *base
            """);

    assertThat(Objects.requireNonNull(map.map("after")).get("a")).isEqualTo("own");
    assertThat(Objects.requireNonNull(map.map("after")).get("b")).isEqualTo(2L);
    // A quirk of go-yaml v2, on which kubectl stands.
    assertThat(Objects.requireNonNull(map.map("before")).get("a")).isEqualTo(1L);
  }

  @Test
  void ofSeveralMergedMappingsTheFirstWins() {
    MapNode map = Trees.map("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y]\n");

    assertThat(Objects.requireNonNull(map.map("z")).toString()).isEqualTo("{a: 1, b: 2}");
  }

  @Test
  void aQuotedMergeKeyIsAnOrdinaryKey() {
    assertThat(Trees.map("\"<<\": {a: 1}\n").keyAt(0)).isEqualTo("<<");
  }

  @Test
  void mergingSomethingElseIsAnError() {
    assertThat(Trees.error("apiVersion: v1\nkind: X\nz:\n  <<: 3\n"))
        .isEqualTo("4:7: the merge key `<<` takes a mapping");
  }

  @Test
  void contentIsComparedInOnePassHoweverDeepItIsNested() {
    String deep = "{a: ".repeat(80) + "%s" + "}".repeat(80) + "\n";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          MapNode one = Trees.map(deep.formatted("1"));
          assertThat(one).isEqualTo(Trees.map(deep.formatted("1")));
          assertThat(one).hasSameHashCodeAs(Trees.map(deep.formatted("1")));
          assertThat(one).isNotEqualTo(Trees.map(deep.formatted("2")));
        });
  }

  @Test
  void aliasBombsEndQuickly() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a" + (i - 1) + "]\n");
    }

    String error =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> Trees.error(bomb.toString()));

    assertThat(error).contains("alias bomb");
  }

  @Test
  void manySmallAliasBombsInOneFileShareOneBound() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      all.append("---\na: &a [").append("x, ".repeat(100)).append("x]\n");
      all.append("b: &b [").append("*a, ".repeat(99)).append("*a]\n");
      all.append("apiVersion: v1\nkind: X\n");
    }

    assertThat(ManifestLoader.loadText("bombs.yaml", all.toString()).problems()).isNotEmpty();
  }

  @Test
  void anAliasInsideItsAnchorIsAnError() {
    assertThat(Trees.error("a: &a\n  b: *a\n"))
        .isEqualTo("2:6: `*a` stands inside what it refers to");
  }

  @Test
  void depthIsBounded() {
    assertThat(Trees.error("a: " + "[".repeat(100_000))).contains("nested more than");
    assertThat(Trees.error("{\"kind\": \"apiVersion\", " + "\"a\": {".repeat(100_000)))
        .contains("nested more than");
    StringBuilder chain = new StringBuilder("k0: &a0 " + "[".repeat(400) + "]".repeat(400) + "\n");
    for (int i = 1; i < 50; i++) {
      chain.append("k%d: &a%d %s*a%d%s\n".formatted(i, i, "[".repeat(400), i - 1, "]".repeat(400)));
    }
    assertThat(Trees.error(chain.toString())).contains("nested more than");
  }

  @Test
  void manyKeysStayUnique() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append("k%d: %d\n".formatted(i % 20, i));
    }

    MapNode map = Trees.map(text.toString());

    assertThat(map.childCount()).isEqualTo(20);
    assertThat(map.integer("k3")).isEqualTo(23L);
    assertThat(map.integer("k15")).isEqualTo(15L);
  }
}
