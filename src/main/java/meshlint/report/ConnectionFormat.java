package meshlint.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The formats that a list of connections can have, in the order in which the help names them. */
public enum ConnectionFormat {
  /** A line each. */
  TXT,
  /** Everything. */
  JSON,
  /** For spreadsheets. */
  CSV,
  /** A picture, for Graphviz. */
  DOT,
  /** Tables for comments on pull requests. */
  MD;

  /** The word that {@code --format} takes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of one of the {@link #words()}. */
  public static ConnectionFormat of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The words of all formats. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ConnectionFormat::word).toList();
  }
}
