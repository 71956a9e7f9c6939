package meshlint.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a report lead to, for terminals that can follow links (OSC 8).
 *
 * @param folder the folder that the paths of a report start at, absolute
 * @param pages the folder with a page for each rule, {@code ID.md}; null where there is none
 */
public record Links(Path folder, @Nullable Path pages) {
  /** A text that leads to a file of the input. */
  String file(String path, String text) {
    // Standard input and the like are called <stdin>.
    return path.startsWith("<") ? text : to(folder.resolve(path), text);
  }

  /** A text that leads to the page of a rule, where it has one. */
  String rule(String id, String text) {
    Path page = pages == null ? null : pages.resolve(id + ".md");
    return page != null && Files.isRegularFile(page) ? to(page, text) : text;
  }

  private static String to(Path file, String text) {
    String uri = "file://" + Uri.path(file.normalize().toString().replace('\\', '/'));
    return "\u001b]8;;" + uri + "\u001b\\" + text + "\u001b]8;;\u001b\\";
  }
}
