package meshlint.schemagen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The kinds of Istio and the Gateway API, from their CustomResourceDefinitions. */
final class Crds {
  private Crds() {}

  static Family istio(Sources sources) {
    List<String> releases = new ArrayList<>();
    for (String version : Sources.ISTIO) {
      releases.add(version.substring(0, version.lastIndexOf('.')));
    }
    Family family = Family.empty("i", releases);
    for (int i = 0; i < releases.size(); i++) {
      readFile(family, i, sources.istio(Sources.ISTIO.get(i)));
    }
    return family;
  }

  static Family gateway(Sources sources) {
    List<String> releases = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    for (String version : Sources.GATEWAY) {
      // The experimental channel holds the standard one, so that it is the newer of the two.
      for (String channel : List.of("standard", "experimental")) {
        releases.add(version.substring(0, version.lastIndexOf('.')) + "-" + channel);
        folders.add(sources.gateway(version, channel));
      }
    }
    Family family = Family.empty("g", releases);
    for (int i = 0; i < folders.size(); i++) {
      try (Stream<Path> files = Files.list(folders.get(i))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
          readFile(family, i, file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return family;
  }

  private static void readFile(Family family, int release, Path file) {
    Load load = new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
    try (InputStream in = Files.newInputStream(file)) {
      for (Object document : load.loadAllFromInputStream(in)) {
        if (document instanceof Map<?, ?> crd
            && "CustomResourceDefinition".equals(crd.get("kind"))) {
          readCrd(family, release, (Map<?, ?>) crd.get("spec"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readCrd(Family family, int release, Map<?, ?> spec) {
    Map<?, ?> names = (Map<?, ?>) spec.get("names");
    for (Object item : (List<?>) spec.get("versions")) {
      Map<?, ?> version = (Map<?, ?>) item;
      if (!Boolean.TRUE.equals(version.get("served"))) {
        continue;
      }
      Family.KindForms kind =
          family.kind(
              spec.get("group") + "/" + version.get("name"),
              (String) names.get("kind"),
              (String) names.get("plural"),
              "Namespaced".equals(spec.get("scope")));
      Map<?, ?> schema =
          (Map<?, ?>) ((Map<?, ?>) version.get("schema")).get("openAPIV3Schema");
      kind.schemas.put(release, withMetadata(Normal.of(schema, Map.of())));
      if (Boolean.TRUE.equals(version.get("deprecated"))) {
        kind.deprecated.add(release);
      }
    }
  }

  /** What the API server adds to every custom resource. */
  private static Map<String, Object> withMetadata(Map<String, Object> schema) {
    Map<String, Object> properties = new TreeMap<>(Merger.cast(schema.get("properties")));
    properties.put("apiVersion", new TreeMap<>(Map.of("type", "string")));
    properties.put("kind", new TreeMap<>(Map.of("type", "string")));
    properties.put("metadata", new TreeMap<>(Map.of("ref", "meta.v1.ObjectMeta")));
    schema.put("properties", properties);
    return schema;
  }
}
