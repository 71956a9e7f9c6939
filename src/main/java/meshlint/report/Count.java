package meshlint.report;

/** Numbers of things in words. */
public final class Count {
  private Count() {}

  /** {@code 1 file}, {@code 2 files}. */
  public static String of(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
