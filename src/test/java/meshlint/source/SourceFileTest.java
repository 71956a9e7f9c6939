package meshlint.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void linesEndAtAnyLineBreak() {
    SourceFile file = new SourceFile("a", "one\ntwo\r\nthree\rfour");

    assertThat(file.lineCount()).isEqualTo(4);
    assertThat(file.lineText(2)).isEqualTo("two");
    assertThat(file.lineText(3)).isEqualTo("three");
    assertThat(file.lineText(4)).isEqualTo("four");
    assertThat(file.line(file.lineStart(3))).isEqualTo(3);
    assertThat(file.column(file.lineStart(3) + 2)).isEqualTo(3);
  }

  @Test
  void offsetsCountCodePointsAlsoFarIntoAFile() {
    String text = "🚀a".repeat(3000) + "\nlast";
    SourceFile file = new SourceFile("a", text);

    assertThat(file.length()).isEqualTo(6005);
    assertThat(file.slice(5999, 6005)).isEqualTo("a\nlast");
    for (int offset : new int[] {0, 1, 1023, 1024, 1025, 2048, 5999, 6005, 9999}) {
      int expected = text.offsetByCodePoints(0, Math.min(offset, 6005));
      assertThat(file.charIndex(offset)).isEqualTo(expected);
    }
  }

  @Test
  void theEndOfAFileHasAPlace() {
    SourceFile file = new SourceFile("a", "x\n");

    assertThat(file.span(2, 2)).hasToString("a:2:1");
    assertThat(new SourceFile("b", "").span(0, 0)).hasToString("b:1:1");
  }
}
