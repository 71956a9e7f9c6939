package meshlint.schema;

import java.util.Map;
import java.util.function.Function;

/** One file of the bundle: named definitions, parsed. */
final class SchemaFile {
  private final String name;
  private final Function<String, SchemaFile> others;
  private Map<String, SchemaNode> definitions = Map.of();

  /**
   * A file without definitions yet; they need the file first, to point back to it.
   *
   * @param others finds another file of the bundle by name
   */
  SchemaFile(String name, Function<String, SchemaFile> others) {
    this.name = name;
    this.others = others;
  }

  void define(Map<String, SchemaNode> definitions) {
    this.definitions = definitions;
  }

  /** The definition of a name in this file. */
  SchemaNode definition(String definition) {
    SchemaNode found = definitions.get(definition);
    if (found == null) {
      throw new IllegalStateException("no definition " + definition + " in schema file " + name);
    }
    return found;
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
