package meshlint.graph;

/**
 * A minor version, such as 1.30.
 *
 * @param major the number before the dot
 * @param minor the number behind it
 */
public record Version(int major, int minor) implements Comparable<Version> {
  /**
   * The version written as {@code 1.30}, {@code v1.30.2} or {@code "1.30"}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Version parse(String text) {
    String[] parts = text.strip().replaceFirst("^v", "").split("[.+-]");
    try {
      return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a version: " + text, e);
    }
  }

  /** Whether this version is {@code major.minor} or newer. */
  public boolean atLeast(int major, int minor) {
    return compareTo(new Version(major, minor)) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  /** {@code 1.30}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
