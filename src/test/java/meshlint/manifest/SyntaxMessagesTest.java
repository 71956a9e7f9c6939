package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyntaxMessagesTest {
  @Test
  void tab() {
    assertThat(Trees.error("a:\n\tb: 1\n"))
        .isEqualTo("2:1: a tab stands where YAML allows only spaces");
  }

  @Test
  void missingSpaceAfterColon() {
    assertThat(Trees.error("name:x\nother: y\n"))
        .isEqualTo("1:5: a space is missing after the colon of `name:`");
    assertThat(Trees.error("a: 1\nname:x\nother: y\n"))
        .isEqualTo("2:5: a space is missing after the colon of `name:`");
  }

  @Test
  void missingColon() {
    assertThat(Trees.error("a: 1\nspec\n  b: 2\n"))
        .isEqualTo("2:1: this line stands where a key should, but has no `: `");
  }

  @Test
  void secondColonOnALine() {
    assertThat(Trees.error("a: b: c\n"))
        .isEqualTo("1:5: a second `: ` on one line: a value that holds one needs quotes");
  }

  @Test
  void deeperThanAValue() {
    assertThat(Trees.error("kind: Service\n  metadata: 1\n"))
        .isEqualTo("2:3: this key is indented deeper than line 1, which already has a value");
  }

  @Test
  void indentationThatFitsNothing() {
    assertThat(Trees.error("a:\n   b: 1\n  c: 2\n"))
        .isEqualTo("3:3: the indentation of this line fits none of the lines above it");
  }

  @Test
  void listItemAmongKeys() {
    assertThat(Trees.error("a: 1\n- b\n")).startsWith("2:1: a list item stands among the keys");
  }

  @Test
  void textBehindTheEnd() {
    assertThat(Trees.error("  a: 1\nb: 2\n"))
        .isEqualTo("2:1: this line is indented less than the first one, which ends the document");
    assertThat(Trees.error("apiVersion: v1 # kind\n---\n[a: 1]\n[kind, apiVersion]\n"))
        .isEqualTo("4:1: the document has ended before this text; is a line `---` missing?");
  }

  @Test
  void unclosedQuote() {
    assertThat(Trees.error("a: \"x\nb: 1\n")).isEqualTo("1:4: this quote is never closed");
    assertThat(Trees.error("a: 'x\n---\nb: 1\n")).isEqualTo("1:4: this quote is never closed");
  }

  @Test
  void unclosedBracket() {
    assertThat(Trees.error("a: [1,\n  2\nb: 3\n"))
        .endsWith("this list needs `,` or `]` here; the `[` stands on line 1");
  }

  @Test
  void charactersThatNeedQuotes() {
    assertThat(Trees.error("a: @x\n"))
        .isEqualTo("1:4: a value cannot start with `@` unless it is in quotes");
    assertThat(Trees.error("a: *.example.com\n"))
        .isEqualTo("1:4: text that starts with `*` needs quotes: unquoted it is an alias");
    assertThat(Trees.error("a: *example\n")).startsWith("1:4: `*example` refers to an anchor");
    assertThat(Trees.error("apiVersion: v1\nkind: X\na: !foo!bar x\n"))
        .isEqualTo("3:4: text that starts with `!` needs quotes: unquoted it is a tag");
  }

  @Test
  void badEscape() {
    assertThat(Trees.error("a: \"\\d+\"\n"))
        .isEqualTo("1:5: `\\d` is no escape in double quotes: write `\\\\d` or use single quotes");
  }

  @Test
  void textBehindAValue() {
    assertThat(Trees.error("a: \"x\" y\n")).startsWith("1:8: text follows a value");
    assertThat(Trees.error("a: [x],\nb: 1\n")).startsWith("1:7: this comma stands outside");
  }

  @Test
  void unquotedAlertVariable() {
    assertThat(Trees.error("apiVersion: v1\nkind: X\na: {{ $value }}\n"))
        .isEqualTo(
            "3:4: `{{` starts a YAML mapping here: a value that holds a template expression needs"
                + " quotes");
  }

  @Test
  void controlCharacter() {
    assertThat(Trees.error("a: some text\nb: x\u0007y and more text here\n"))
        .isEqualTo("2:5: the control character U+0007 is not allowed in YAML");
  }

  @Test
  void keyThatIsNoText() {
    assertThat(Trees.error("apiVersion: v1\nkind: X\n? [a, b]\n: 1\n"))
        .isEqualTo("3:3: a key of this mapping is a list, where Kubernetes wants text");
  }

  @Test
  void placesAreThoseOfTheFileNotOfTheDocument() {
    assertThat(Trees.error("a: 🚀\n---\nb: 1\n---\nc: @\n")).startsWith("5:4: ");
  }

  @Test
  void brokenJson() {
    LoadProblem problem =
        ManifestLoader.loadText("a.json", "{\"apiVersion\": \"v1\",\n \"kind\": tru}\n{")
            .problems()
            .get(0);

    assertThat(problem.span()).hasToString("a.json:2:10");
    assertThat(problem.message()).isEqualTo("this is no JSON: a value is missing here");
  }
}
