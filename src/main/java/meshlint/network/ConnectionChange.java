package meshlint.network;

import java.util.Locale;

/**
 * How what one end may send to another changed. One of the sets is not empty, and they differ.
 *
 * @param source as in {@link Connection}
 * @param destination as in {@link Connection}
 * @param before the ports before
 * @param after the ports after
 */
public record ConnectionChange(String source, String destination, PortSet before, PortSet after) {
  /** What happened to a connection. */
  public enum Kind {
    /** There was none before. */
    ADDED,
    /** There is none any more. */
    REMOVED,
    /** It is on other ports. */
    CHANGED;

    /** {@code added}, {@code removed} or {@code changed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happened to it. */
  public Kind kind() {
    return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
  }
}
