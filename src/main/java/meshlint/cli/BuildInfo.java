package meshlint.cli;

import org.jspecify.annotations.Nullable;

/** Which build this is. */
final class BuildInfo {
  private BuildInfo() {}

  /** The version in the jar's manifest; {@code dev} outside of a jar. */
  static String version() {
    @Nullable String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /** What {@code --version} prints. */
  static String text() {
    return "meshlint " + version() + " (Java " + Runtime.version().feature() + ")";
  }
}
