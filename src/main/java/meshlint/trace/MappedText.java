package meshlint.trace;

import java.util.ArrayList;
import java.util.List;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.Place;

/** Text put together from pieces of fields, such as a value with its variables filled in. */
final class MappedText {
  /** Longer values are not filled in: variables that repeat each other would grow without end. */
  static final int MAX_LENGTH = 100_000;

  private record Piece(int start, EmbeddedText source, int sourceFrom) {}

  private final EmbeddedText field;
  private final StringBuilder text = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();

  /** The empty text, to be filled; its own place is that of a field. */
  MappedText(EmbeddedText field) {
    this.field = field;
  }

  /** The whole text of a field. */
  static MappedText of(EmbeddedText field) {
    MappedText made = new MappedText(field);
    made.append(field, 0, field.text().length());
    return made;
  }

  /** Adds a piece of a field. */
  void append(EmbeddedText source, int from, int to) {
    pieces.add(new Piece(text.length(), source, from));
    text.append(source.text(), from, to);
  }

  /** Adds another text. */
  void append(MappedText other) {
    int offset = text.length();
    for (Piece piece : other.pieces) {
      pieces.add(new Piece(offset + piece.start(), piece.source(), piece.sourceFrom()));
    }
    text.append(other.text);
  }

  /** The text. */
  String text() {
    return text.toString();
  }

  /** How many chars it has. */
  int length() {
    return text.length();
  }

  /** The field it is the value of. */
  EmbeddedText field() {
    return field;
  }

  /** Where a stretch stands; the whole field where it spans several pieces. */
  Place place(int from, int to) {
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (piece.start() <= from) {
        int end = i + 1 < pieces.size() ? pieces.get(i + 1).start() : text.length();
        int shift = piece.sourceFrom() - piece.start();
        return to <= end ? piece.source().place(from + shift, to + shift) : field.place();
      }
    }
    return field.place();
  }
}
