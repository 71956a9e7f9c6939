package meshlint.graph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A minor version, such as 1.30.
 *
 * @param major the number before the dot
 * @param minor the number behind it
 */
public record Version(int major, int minor) implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:[.+-].*)?");

  /**
   * The version written as {@code 1.30}, {@code v1.30.2} or {@code "1.30"}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Version parse(String text) {
    Matcher found = FORM.matcher(text.strip());
    if (!found.matches()) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    return new Version(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
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
