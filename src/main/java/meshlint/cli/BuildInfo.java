package meshlint.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import meshlint.report.Format;
import meshlint.schema.Schemas;
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
    return "meshlint "
        + version()
        + "\nbuild    "
        + digest()
        + ", on Java "
        + Runtime.version().feature()
        + "\nschemas  "
        + String.join(", ", Schemas.bundled().releases())
        + "\nreport   schemaVersion "
        + Format.JSON_SCHEMA_VERSION
        + "\n";
  }

  /** The jar that this class was loaded from; null outside of a jar. */
  static @Nullable Path jar() {
    CodeSource source = BuildInfo.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    try {
      Path path = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(path) ? path : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The start of the jar's SHA-256: equal sources give equal jars, so it names the build. */
  private static String digest() {
    Path jar = jar();
    try {
      if (jar != null) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        return HexFormat.of().formatHex(digest, 0, 6);
      }
    } catch (IOException | NoSuchAlgorithmException e) {
      // A jar that is gone by now is no reason to say nothing of the rest.
      return "unknown";
    }
    return "unpacked";
  }
}
