package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.manifest.Comments.Comment;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;

class CommentsTest {
  private static List<String> find(String text) {
    return Comments.find(new SourceFile("a.yaml", text), "mark").stream()
        .map(
            c ->
                c.span().line()
                    + ":"
                    + c.span().column()
                    + (c.ownLine() ? " own " : " ")
                    + c.text())
        .toList();
  }

  @Test
  void onlyRealCommentsCount() {
    String text =
        """
        # mark 1
        a: 1 # mark 2
        b: "x # mark no
          # mark no" # mark 3
        c: 'y # mark no'
        d: x#mark-no
        e: |  # mark 4
            text # mark no

            # mark no
          # mark 5
        f: >
          # mark no
        # mark 6
        g: [1, # mark 7
          2] # other
        --- # mark 8
        # mark 9
        ...
        # mark 10
        """;

    assertThat(find(text))
        .containsExactly(
            "1:1 own mark 1",
            "2:6 mark 2",
            "4:14 mark 3",
            "7:7 mark 4",
            "11:3 own mark 5",
            "14:1 own mark 6",
            "15:8 mark 7",
            "17:5 mark 8",
            "18:1 own mark 9",
            "20:1 own mark 10");
  }

  @Test
  void placesCountCodePoints() {
    List<Comment> found =
        Comments.find(new SourceFile("a.yaml", "a: 🚀 # x\nb: 🚀 # mark 🚀\n"), "mark");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).span()).hasToString("a.yaml:2:6");
    assertThat(found.get(0).span().text()).isEqualTo("# mark 🚀");
  }

  @Test
  void crlf() {
    assertThat(find("a: 1 # mark\r\nb: |\r\n  # mark no\r\n# mark\r\n"))
        .containsExactly("1:6 mark", "4:1 own mark");
  }

  @Test
  void aBrokenDocumentStillHasComments() {
    assertThat(find("a: [\n# mark 1\nb: @\nc: 1 # mark 2\n"))
        .containsExactly("2:1 own mark 1", "4:6 mark 2");
  }

  @Test
  void aFileWithoutTheMarkerHasNone() {
    assertThat(find("a: 1 # other\n")).isEmpty();
  }
}
