package meshlint.dns;

import java.util.ArrayList;
import java.util.List;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A line of a Corefile's server block, or of a plugin's own block: a plugin with its arguments.
 *
 * @param token its first word
 * @param arguments the words behind it on its line
 * @param block the lines inside its braces; empty where it has none
 */
public record Plugin(Token token, List<Token> arguments, List<Plugin> block) {
  /** Copies the lists. */
  public Plugin {
    arguments = List.copyOf(arguments);
    block = List.copyOf(block);
  }

  /** Its name, such as {@code kubernetes}. */
  public String name() {
    return token.text();
  }

  /** Its arguments as text. */
  public List<String> words() {
    return arguments.stream().map(Token::text).toList();
  }

  /** Where its name stands. */
  public Place place() {
    return token.place();
  }

  /** The first line of this name in its block; null where there is none. */
  @Nullable Plugin option(String name) {
    for (Plugin line : block) {
      if (line.name().equals(name)) {
        return line;
      }
    }
    return null;
  }

  /**
   * Whether a query for a name that it has no answer for goes on to the next plugin.
   *
   * @param name the name asked for
   */
  boolean fallsThrough(String name) {
    Plugin line = option("fallthrough");
    return line != null
        && (line.arguments().isEmpty() || inZones(line.arguments(), name, List.of()));
  }

  /**
   * Whether a name lies in one of the zones that these words name; a word that names none counts as
   * one that holds it.
   *
   * @param otherwise the zones where there are no words
   */
  static boolean inZones(List<Token> words, String name, List<String> otherwise) {
    List<String> zones = new ArrayList<>();
    for (Token word : words) {
      String zone = Zone.parse(word.text());
      if (zone == null) {
        return true;
      }
      zones.add(zone);
    }
    return (words.isEmpty() ? otherwise : zones).stream().anyMatch(z -> Zone.holds(z, name));
  }

  /** The line as written, blanks joined. */
  @Override
  public String toString() {
    return arguments.isEmpty() ? name() : name() + " " + String.join(" ", words());
  }
}
