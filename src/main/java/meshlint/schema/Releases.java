package meshlint.schema;

import java.util.List;

/**
 * The releases of one project whose schemas the bundle holds, oldest first, and sets of them as
 * masks: bit i stands for the i-th.
 */
final class Releases {
  /** All releases at once: a thing counts as there when any release has it. */
  static final int ANY = -1;

  /** What a definition of the input is followed through: itself. */
  static final Releases ONE = new Releases(List.of("1.0"));

  private final List<String> labels;

  Releases(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  int count() {
    return labels.size();
  }

  /** The label of a release, such as {@code 1.34}. */
  String label(int release) {
    return labels.get(release);
  }

  /** The first and the last version, such as {@code 1.28 to 1.36}. */
  String range() {
    return version(labels.get(0)) + " to " + version(labels.get(labels.size() - 1));
  }

  private static String version(String label) {
    int channel = label.indexOf('-');
    return channel < 0 ? label : label.substring(0, channel);
  }

  /** The position of a minor version; one before the first counts as the first, and so on. */
  int of(int minor) {
    for (int i = labels.size() - 1; i > 0; i--) {
      if (minor(labels.get(i)) <= minor) {
        return i;
      }
    }
    return 0;
  }

  /** The minor version of a label: 34 of {@code 1.34}. */
  static int minor(String label) {
    String[] parts = label.split("[.-]", 3);
    return Integer.parseInt(parts[1]);
  }

  /** Whether a mask holds a release; {@link #ANY} is held by every mask. */
  static boolean has(int mask, int release) {
    return release == ANY || (mask & (1 << release)) != 0;
  }

  /** The mask of ranges such as {@code 2-4,7-}. */
  static int mask(String ranges) {
    int mask = 0;
    for (String range : ranges.split(",", -1)) {
      int dash = range.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      if (dash < 0) {
        mask |= 1 << from;
      } else if (dash == range.length() - 1) {
        mask |= -1 << from;
      } else {
        int to = Integer.parseInt(range.substring(dash + 1));
        for (int i = from; i <= to; i++) {
          mask |= 1 << i;
        }
      }
    }
    return mask;
  }
}
