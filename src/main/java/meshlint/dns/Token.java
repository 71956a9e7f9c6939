package meshlint.dns;

import meshlint.manifest.EmbeddedText;
import meshlint.manifest.Place;

/**
 * A word of a Corefile.
 *
 * @param source the field it stands in
 * @param from index of its first char in the field's text
 * @param to index behind its last char
 * @param line the line of the text it starts on, from 0
 * @param text the word without quotes
 */
public record Token(EmbeddedText source, int from, int to, int line, String text) {
  /** Where it stands in the manifest. */
  public Place place() {
    return source.place(from, to);
  }

  /** The word. */
  @Override
  public String toString() {
    return text;
  }
}
