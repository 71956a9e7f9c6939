package meshlint.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One file of the bundle: named definitions, a line each. Of the many that a file may hold a run
 * needs few, so that each is read when it is first asked for.
 */
final class SchemaFile {
  private final String name;
  private final String text;
  private final Function<String, SchemaFile> others;
  private final Map<String, Integer> starts = new HashMap<>();
  private final Map<String, SchemaNode> definitions = new ConcurrentHashMap<>();

  /**
   * A file with this text.
   *
   * @param others finds another file of the bundle by name
   */
  SchemaFile(String name, String text, Function<String, SchemaFile> others) {
    this.name = name;
    this.text = text;
    this.others = others;
    int line = text.indexOf('\n') + 1;
    while (line > 0 && text.charAt(line) == '"') {
      int end = text.indexOf('"', line + 1);
      starts.put(text.substring(line + 1, end), end + 2);
      line = text.indexOf('\n', end) + 1;
    }
  }

  /** The definition of a name in this file. */
  SchemaNode definition(String definition) {
    SchemaNode known = definitions.get(definition);
    if (known != null) {
      return known;
    }
    Integer start = starts.get(definition);
    if (start == null) {
      throw new IllegalStateException("no definition " + definition + " in schema file " + name);
    }
    SchemaNode read = NodeReader.read(text, start, this);
    read.definition = definition;
    SchemaNode earlier = definitions.putIfAbsent(definition, read);
    return earlier == null ? read : earlier;
  }

  /** The definition of {@code #name} in this file, of {@code file#name} in another one. */
  SchemaNode resolve(String ref) {
    int hash = ref.indexOf('#');
    SchemaFile file = hash == 0 ? this : others.apply(ref.substring(0, hash));
    return file.definition(ref.substring(hash + 1));
  }

  @Override
  public String toString() {
    return name;
  }
}
