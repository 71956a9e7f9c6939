package meshlint.manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells sources of templates, which nobody can read before they are rendered, from rendered
 * manifests, which may hold double braces as text: alert rules, dashboards, workflow parameters.
 */
final class Templates {
  /** Lines that only a template has: a control statement of Go templates or Jinja by itself. */
  private static final Pattern CONTROL =
      Pattern.compile(
          "(?m)^[ \\t]*(?:-[ \\t]+)?(?:\\{\\{-?[ \\t]*(?:/\\*|#|\\$?\\w+[ \\t]*:?=|\\.|if\\b|else\\b|end\\b|range\\b|with\\b|define\\b"
              + "|include\\b|template\\b|block\\b|toYaml\\b|tpl\\b|fail\\b|\\(|\\$)|\\{\\{-|\\{%)");

  /** Actions that name what Helm passes in. */
  private static final Pattern HELM =
      Pattern.compile(
          "\\{\\{[^}\\n]{0,400}(?:\\.(?:Values|Release|Chart|Capabilities|Template|Files)\\b|\\b(?:include|tpl)[ \\t(]+\")");

  /**
   * Fields whose text Kubernetes hands on without reading it. An action there is the business of
   * whoever gets the text; in a name, an image or a number it has to be filled in first.
   */
  private static final Set<String> HANDED_ON =
      Set.of("args", "command", "value", "data", "stringData", "annotations", "description");

  private static final Pattern WORD = Pattern.compile("(?:[^\\s{}]|\\{\\{[^{}\\n]*\\}\\})+");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[ \\t]*[\\w.]");

  private final Map<Path, Boolean> charts = new ConcurrentHashMap<>();

  /** Whether a text has any template action at all. */
  static boolean hasActions(String text) {
    return text.contains("{{") || text.contains("{%");
  }

  /** Whether a text that is no YAML is so because it is a template. */
  static boolean isSource(String text) {
    return HELM.matcher(text).find() || CONTROL.matcher(text).find();
  }

  /**
   * Whether the line at which a text stops being YAML holds something to be filled in. Variables of
   * an alert ({@code $labels} in double braces) are no such thing: they only lack quotes.
   */
  static boolean isPlaceholder(String line) {
    return line.contains("${") || PLACEHOLDER.matcher(line).find();
  }

  /** Whether a value is one word that Helm would fill in; prose may well mention such actions. */
  static boolean isHelmValue(String text) {
    return text.contains("{{")
        && text.length() < 1000
        && HELM.matcher(text).find()
        && WORD.matcher(text).matches();
  }

  /** Whether what stands in a field of this name may hold actions although the file is rendered. */
  static boolean isHandedOn(String key) {
    return HANDED_ON.contains(key);
  }

  /** Whether a file stands below the {@code templates} folder of a Helm chart. */
  boolean inChart(@Nullable Path path) {
    Path folder = path == null ? null : path.getParent();
    while (folder != null) {
      Path name = folder.getFileName();
      Path above = folder.getParent();
      if (name != null && above != null && name.toString().equals("templates") && isChart(above)) {
        return true;
      }
      folder = above;
    }
    return false;
  }

  private boolean isChart(Path folder) {
    return charts.computeIfAbsent(folder, f -> Files.isRegularFile(f.resolve("Chart.yaml")));
  }
}
