package meshlint.engine;

import java.nio.file.Path;
import java.util.regex.Pattern;
import meshlint.finding.ObjectRef;
import org.jspecify.annotations.Nullable;

/** A pattern with wildcards, as people write in a config. */
public final class Glob {
  private final String text;
  private final Pattern pattern;
  private final String base;

  private Glob(String text, Pattern pattern, String base) {
    this.text = text;
    this.pattern = pattern;
    this.base = base;
  }

  /**
   * A pattern of paths: {@code *} is any part of a name, {@code **} any number of folders, {@code
   * ?} one character. A pattern that ends in a slash, or names a folder, means everything below it.
   *
   * @param base the working directory, to which the paths of findings are relative, as seen from
   *     where the pattern's paths start; empty where both are the same
   */
  public static Glob ofPaths(String text, String base) {
    StringBuilder regex = new StringBuilder();
    String stripped = text.startsWith("./") ? text.substring(2) : text;
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (stripped.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (stripped.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    regex.append(stripped.endsWith("/") ? ".*" : "(?:/.*)?");
    return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL), base);
  }

  /**
   * A pattern of objects, {@code Kind namespace/name}, where the kind may be left out: {@code
   * Service data/*}, {@code shop/web-*}, {@code Namespace legacy}. {@code *} is any text.
   */
  public static Glob ofObjects(String text) {
    StringBuilder regex = new StringBuilder(text.contains(" ") ? "" : "(?:[^ ]* )?");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL), "");
  }

  /** Whether the path of a finding is meant. */
  public boolean matches(String path) {
    if (base.isEmpty() || path.startsWith("/")) {
      return pattern.matcher(path).matches();
    }
    String seen = Path.of(base, path).normalize().toString().replace('\\', '/');
    return pattern.matcher(seen).matches();
  }

  /** Whether an object is meant; no object never is. */
  public boolean matches(@Nullable ObjectRef object) {
    return object != null && pattern.matcher(object.toString()).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
