package meshlint.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server block of a Corefile: the zones it serves and the plugins that answer for them.
 *
 * @param keys the words before its brace, such as {@code .:53}
 * @param plugins its lines in file order, imports filled in where they are known
 * @param missingImport an import that the input has no text for; null where there is none
 */
public record ServerBlock(List<Token> keys, List<Plugin> plugins, @Nullable Token missingImport) {
  /** The port CoreDNS listens on where a key names none. */
  static final int DEFAULT_PORT = 53;

  /** Copies the lists. */
  public ServerBlock {
    keys = List.copyOf(keys);
    plugins = List.copyOf(plugins);
  }

  /**
   * One of a block's keys.
   *
   * @param token where it stands
   * @param zone its zone, empty for the root; null where it is a variable
   * @param port its port; null where it is a variable
   */
  record Key(Token token, @Nullable String zone, @Nullable Integer port) {
    static Key of(Token token) {
      String word = token.text();
      int port = DEFAULT_PORT;
      int scheme = word.indexOf("://");
      if (scheme >= 0) {
        port =
            switch (word.substring(0, scheme).toLowerCase(Locale.ROOT)) {
              case "tls", "quic" -> 853;
              case "https", "https3" -> 443;
              case "grpc" -> 443;
              default -> DEFAULT_PORT;
            };
        word = word.substring(scheme + 3);
      }
      int colon = word.lastIndexOf(':');
      if (colon >= 0 && word.indexOf('/') < 0) {
        String digits = word.substring(colon + 1);
        if (!digits.matches("\\d{1,5}")) {
          return new Key(token, null, null);
        }
        port = Integer.parseInt(digits);
        word = word.substring(0, colon);
      }
      return new Key(token, word.isEmpty() ? Zone.ROOT : Zone.parse(word), port);
    }
  }

  /** Its keys, parsed. */
  List<Key> parsedKeys() {
    return keys.stream().map(Key::of).toList();
  }

  /** Its zones on a port; variables are left out. */
  List<String> zones(int port) {
    List<String> out = new ArrayList<>();
    for (Key key : parsedKeys()) {
      String zone = key.zone();
      if (zone != null && key.port() != null && key.port() == port) {
        out.add(zone);
      }
    }
    return out;
  }

  /** The plugins of a name, in file order. */
  public List<Plugin> plugins(String name) {
    return plugins.stream().filter(p -> p.name().equals(name)).toList();
  }

  /** Whether it has a plugin of this name. */
  public boolean has(String name) {
    return plugins.stream().anyMatch(p -> p.name().equals(name));
  }

  /** Its keys as written. */
  @Override
  public String toString() {
    return String.join(" ", keys.stream().map(Token::text).toList());
  }
}
