package meshlint.schema;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.manifest.MapNode;
import meshlint.manifest.Skipped;
import meshlint.manifest.YamlDocument;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import meshlint.source.SourceFile;
import meshlint.source.TextDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Schemas that somebody brings beside the manifests: CustomResourceDefinitions, and JSON Schemas
 * made from them. They hold before what the manifests define themselves and before the bundle.
 *
 * @param definitions the CustomResourceDefinitions
 * @param schemas the JSON Schemas
 * @param errors files that could not be read
 */
public record ExtraSchemas(
    List<KubeObject> definitions, List<JsonSchema> schemas, List<InputError> errors) {
  /** No schemas. */
  public static final ExtraSchemas NONE = new ExtraSchemas(List.of(), List.of(), List.of());

  /**
   * A JSON Schema of a kind.
   *
   * @param kind its name, in lower case where only a file's name gives it
   */
  public record JsonSchema(String apiVersion, String kind, MapNode root) {}

  /** Copies the lists. */
  public ExtraSchemas {
    definitions = List.copyOf(definitions);
    schemas = List.copyOf(schemas);
    errors = List.copyOf(errors);
  }

  /**
   * Reads files. A JSON Schema says its kind in {@code x-kubernetes-group-version-kind}, or its
   * file is called {@code GROUP/KIND_VERSION.json}; other files say nothing.
   */
  public static ExtraSchemas read(List<InputFile> files) {
    if (files.isEmpty()) {
      return NONE;
    }
    LoadResult loaded = ManifestLoader.load(files, LoadOptions.DEFAULT);
    List<KubeObject> definitions = new ArrayList<>();
    for (KubeObject object : loaded.objects()) {
      if (object.ref().kind().equals("CustomResourceDefinition")) {
        definitions.add(object);
      }
    }
    Set<String> others = new HashSet<>();
    for (Skipped skipped : loaded.skipped()) {
      if (skipped.reason() == Skipped.Reason.NOT_KUBERNETES) {
        others.add(skipped.path());
      }
    }
    List<JsonSchema> schemas = new ArrayList<>();
    List<InputError> errors = new ArrayList<>(loaded.unreadable());
    for (InputFile file : files) {
      if (others.contains(file.displayPath())) {
        try {
          JsonSchema schema = schema(file);
          if (schema != null) {
            schemas.add(schema);
          }
        } catch (IOException e) {
          errors.add(new InputError(file.displayPath(), InputError.reasonOf(e)));
        }
      }
    }
    return new ExtraSchemas(definitions, schemas, errors);
  }

  private static @Nullable JsonSchema schema(InputFile file) throws IOException {
    String text = TextDecoder.decode(file.read()).text();
    MapNode root = YamlDocument.read(new SourceFile(file.displayPath(), text)).root();
    if (root == null || root.map("properties") == null) {
      return null;
    }
    for (MapNode kind : root.maps("x-kubernetes-group-version-kind")) {
      String group = kind.text("group");
      String version = kind.text("version");
      String name = kind.text("kind");
      if (version != null && name != null) {
        return new JsonSchema(apiVersion(group == null ? "" : group, version), name, root);
      }
    }
    String[] parts = file.displayPath().split("/", -1);
    String name = parts[parts.length - 1];
    int underscore = name.lastIndexOf('_');
    int dot = name.lastIndexOf('.');
    if (parts.length < 2 || underscore < 1 || dot < underscore) {
      return null;
    }
    String group = parts[parts.length - 2];
    return new JsonSchema(
        apiVersion(group, name.substring(underscore + 1, dot)),
        name.substring(0, underscore).toLowerCase(Locale.ROOT),
        root);
  }

  private static String apiVersion(String group, String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }
}
