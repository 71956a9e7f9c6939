package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import meshlint.finding.ObjectRef;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

class EmbeddedTextTest {
  /** The text of the first value of a YAML mapping. */
  private static EmbeddedText firstValue(String yaml) {
    List<ScalarEvent> scalars = new ArrayList<>();
    LoadSettings settings = LoadSettings.builder().build();
    ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, yaml));
    while (parser.hasNext()) {
      if (parser.next() instanceof ScalarEvent scalar) {
        scalars.add(scalar);
      }
    }
    ScalarEvent key = scalars.get(0);
    ScalarEvent value = scalars.get(1);
    int[] spans = {start(key), end(key), start(value), end(value)};
    SourceFile file = new SourceFile("m.yaml", yaml);
    MapNode root =
        new MapNode(
            file,
            start(key),
            end(value),
            new String[] {key.getValue()},
            new Object[] {value.getValue()},
            spans);
    ObjectRef ref = new ObjectRef("v1", "ConfigMap", "default", "c");
    KubeObject object = new KubeObject(ref, root, file, true, true, null);
    EmbeddedText text = EmbeddedText.of(object.root(), key.getValue());
    assertThat(text).isNotNull();
    return text;
  }

  private static int start(Event event) {
    return mark(event.getStartMark().orElse(null));
  }

  private static int end(Event event) {
    return mark(event.getEndMark().orElse(null));
  }

  private static int mark(@Nullable Mark mark) {
    assertThat(mark).isNotNull();
    return mark.getIndex();
  }

  private static Span spanOf(EmbeddedText text, String word) {
    int from = text.text().indexOf(word);
    assertThat(from).as("index of %s in %s", word, text).isNotNegative();
    return text.span(from, from + word.length());
  }

  private static void assertAt(EmbeddedText text, String word, int line, int column) {
    Span span = spanOf(text, word);
    assertThat(span.text()).isEqualTo(word);
    assertThat(List.of(span.line(), span.column())).containsExactly(line, column);
  }

  @Test
  void literalKeepsLinesAndDropsIndentation() {
    EmbeddedText text =
        firstValue(
            """
            Corefile: |
              .:53 {
                  errors

                  kubernetes cluster.local
              }
            """);
    assertAt(text, ".:53", 2, 3);
    assertAt(text, "errors", 3, 7);
    assertAt(text, "kubernetes", 5, 7);
    assertAt(text, "cluster.local", 5, 18);
    assertAt(text, "}", 6, 3);
  }

  @Test
  void literalHeaderMayHoldIndicatorsAndAComment() {
    EmbeddedText text = firstValue("a: |2- # the | here\n    b |c\n  d\n");
    assertThat(text.text()).isEqualTo("  b |c\nd");
    assertAt(text, "b |c", 2, 5);
    assertAt(text, "d", 3, 3);
  }

  @Test
  void windowsLineEndsCountOnce() {
    EmbeddedText text = firstValue("a: |\r\n  one\r\n  two\r\n");
    assertAt(text, "two", 3, 3);
  }

  @Test
  void foldedJoinsLines() {
    EmbeddedText text = firstValue("a: >-\n  one two\n  three\n\n  four\n");
    assertThat(text.text()).isEqualTo("one two three\nfour");
    assertAt(text, "three", 3, 3);
    assertAt(text, "four", 5, 3);
  }

  @Test
  void plainMayRunOverLines() {
    EmbeddedText text = firstValue("a: one\n  two   three\n");
    assertThat(text.text()).isEqualTo("one two   three");
    assertAt(text, "one", 1, 4);
    assertAt(text, "three", 2, 9);
  }

  @Test
  void singleQuotesAreDoubledInside() {
    EmbeddedText text = firstValue("a: 'it''s http://web:80'\n");
    assertAt(text, "http://web:80", 1, 11);
    assertThat(spanOf(text, "'").text()).isEqualTo("''");
  }

  @Test
  void doubleQuotesHoldEscapes() {
    EmbeddedText text =
        firstValue(
            "a: \".:53 {\\n    errors \\\"x\\\" \\u0041b\\x21\\n  \\\n   kube\\tzone\\\\\\n}\"\n");
    assertThat(text.text()).isEqualTo(".:53 {\n    errors \"x\" Ab!\n  kube\tzone\\\n}");
    assertAt(text, "errors", 1, 17);
    assertThat(spanOf(text, "Ab!").text()).isEqualTo("\\u0041b\\x21");
    assertAt(text, "kube", 2, 4);
    assertAt(text, "zone", 2, 10);
    assertAt(text, "}", 2, 18);
  }

  @Test
  void charactersOutsideTheBasicPlaneCountOnce() {
    EmbeddedText text = firstValue("a: |\n  😀 x😀y web:80\n");
    assertAt(text, "web:80", 2, 9);
    EmbeddedText escaped = firstValue("a: \"\\U0001F600 web:80\"\n");
    assertThat(escaped.text()).isEqualTo("😀 web:80");
    assertAt(escaped, "web:80", 1, 16);
  }

  @Test
  void anchorsAndTagsStandBeforeTheText() {
    EmbeddedText text = firstValue("a: &x !!str |\n  one\n");
    assertAt(text, "one", 2, 3);
  }

  @Test
  void textThatTheFileDoesNotShowStandsAtTheWholeValue() {
    SourceFile file = new SourceFile("m.yaml", "a: *x\n");
    MapNode root =
        new MapNode(
            file, 0, 5, new String[] {"a"}, new Object[] {"one two"}, new int[] {0, 1, 3, 5});
    EmbeddedText text = EmbeddedText.of(root, "a");
    assertThat(text).isNotNull();
    assertThat(text.span(4, 7).text()).isEqualTo("*x");
  }

  @Test
  void onlyStringsAreText() {
    SourceFile file = new SourceFile("m.yaml", "a: 1\n");
    MapNode root =
        new MapNode(file, 0, 4, new String[] {"a"}, new Object[] {1L}, new int[] {0, 1, 3, 4});
    assertThat(EmbeddedText.of(root, "a")).isNull();
    assertThat(EmbeddedText.of(root, "b")).isNull();
  }

  @Test
  void aPlaceHasThePathOfTheField() {
    EmbeddedText text = firstValue("Corefile: |\n  one two\n");
    Place place = text.place(4, 7);
    assertThat(place.path()).hasToString("Corefile");
    assertThat(place.span().text()).isEqualTo("two");
  }
}
