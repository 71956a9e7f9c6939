package meshlint.dns;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DNS zones as a Corefile writes them: lower case, no dot at the end; the root zone is empty. */
final class Zone {
  /** The zone that holds every name. */
  static final String ROOT = "";

  private static final Pattern LABELS =
      Pattern.compile(
          "(\\*|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern ADDRESS_RANGE = Pattern.compile("[0-9a-fA-F.:]+/\\d+");

  private Zone() {}

  /**
   * The zone that a word names.
   *
   * @return null for a variable or a placeholder that something fills in later
   */
  static @Nullable String parse(String word) {
    if (ADDRESS_RANGE.matcher(word).matches()) {
      return "in-addr.arpa";
    }
    if (isPlaceholder(word)) {
      return null;
    }
    String zone = word.toLowerCase(Locale.ROOT);
    if (zone.endsWith(".")) {
      zone = zone.substring(0, zone.length() - 1);
    }
    return zone.isEmpty() || LABELS.matcher(zone).matches() ? zone : null;
  }

  /** Whether a word is written for a person or a script to replace, such as CLUSTER_DOMAIN. */
  private static boolean isPlaceholder(String word) {
    boolean lower = false;
    for (int i = 0; i < word.length(); i++) {
      lower |= Character.isLowerCase(word.charAt(i)) || Character.isDigit(word.charAt(i));
    }
    return !lower && word.indexOf('_') >= 0;
  }

  /** Whether a name lies in a zone, or is its top. */
  static boolean holds(String zone, String name) {
    return zone.isEmpty() || name.equals(zone) || name.endsWith("." + zone);
  }

  /** Whether it is a zone of addresses rather than names. */
  static boolean isReverse(String zone) {
    return holds("in-addr.arpa", zone) || holds("ip6.arpa", zone);
  }
}
