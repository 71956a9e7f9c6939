package meshlint.schemagen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import meshlint.schema.BundleFields;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** Compares the bundle, as the product reads it, with the official files, field by field. */
final class BundleCheck {
  private final Sources sources;
  private final BundleFields bundle = new BundleFields();
  private final TreeSet<String> seen = new TreeSet<>();
  private int kinds;
  private int fields;
  private int differences;

  private BundleCheck(Sources sources) {
    this.sources = sources;
  }

  /** Prints each difference and a line a release; gives the number of differences. */
  static int run(Sources sources) {
    BundleCheck check = new BundleCheck(sources);
    for (int minor = Sources.KUBERNETES_FIRST; minor <= Sources.KUBERNETES_LAST; minor++) {
      check.kubernetes(minor);
    }
    for (int i = 0; i < Sources.ISTIO.size(); i++) {
      check.crds("i", i, "Istio " + Sources.ISTIO.get(i), sources.istio(Sources.ISTIO.get(i)));
    }
    int release = 0;
    for (String version : Sources.GATEWAY) {
      for (String channel : List.of("standard", "experimental")) {
        check.crds(
            "g",
            release++,
            "Gateway API " + version + " " + channel,
            sources.gateway(version, channel));
      }
    }
    return check.differences;
  }

  private void kubernetes(int minor) {
    Map<?, ?> swagger = JsonMapper.shared().readValue(sources.swagger(minor).toFile(), Map.class);
    Map<?, ?> definitions = (Map<?, ?>) swagger.get("definitions");
    OfficialFields official = new OfficialFields(definitions);
    int release = minor - Sources.KUBERNETES_FIRST;
    Map<String, Map<?, ?>> byKind = new TreeMap<>();
    for (Object definition : definitions.values()) {
      if (((Map<?, ?>) definition).get("x-kubernetes-group-version-kind") instanceof List<?> list
          && list.size() == 1) {
        Map<?, ?> gvk = (Map<?, ?>) list.get(0);
        String group = (String) gvk.get("group");
        byKind.put(
            (group.isEmpty() ? "" : group + "/") + gvk.get("version") + "/" + gvk.get("kind"),
            (Map<?, ?>) definition);
      }
    }
    start();
    for (Map.Entry<String, String> kind : creatable((Map<?, ?>) swagger.get("paths")).entrySet()) {
      Map<?, ?> definition = byKind.get(kind.getKey());
      if (definition != null) {
        compare("k", kind.getKey(), release, official.of(definition), kind.getValue());
      }
    }
    end("Kubernetes 1." + minor, "k", release);
  }

  /** Kinds that can be created, with plural and scope. */
  private static Map<String, String> creatable(Map<?, ?> paths) {
    Map<String, String> out = new TreeMap<>();
    paths.forEach(
        (url, item) -> {
          if (((Map<?, ?>) item).get("post") instanceof Map<?, ?> post
              && post.get("x-kubernetes-group-version-kind") instanceof Map<?, ?> gvk
              && !((String) url).contains("{name}")) {
            String group = (String) gvk.get("group");
            String[] parts = ((String) url).split("/");
            out.put(
                (group.isEmpty() ? "" : group + "/") + gvk.get("version") + "/" + gvk.get("kind"),
                parts[parts.length - 1]
                    + (((String) url).contains("{namespace}/") ? " namespaced" : " cluster"));
          }
        });
    return out;
  }

  private void crds(String family, int release, String title, Path path) {
    start();
    try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Load load = new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
        try (InputStream in = Files.newInputStream(file)) {
          for (Object document : load.loadAllFromInputStream(in)) {
            if (document instanceof Map<?, ?> crd
                && "CustomResourceDefinition".equals(crd.get("kind"))) {
              crd(family, release, (Map<?, ?>) crd.get("spec"));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end(title, family, release);
  }

  private void crd(String family, int release, Map<?, ?> spec) {
    Map<?, ?> names = (Map<?, ?>) spec.get("names");
    for (Object item : (List<?>) spec.get("versions")) {
      Map<?, ?> version = (Map<?, ?>) item;
      if (Boolean.TRUE.equals(version.get("served"))) {
        Map<?, ?> schema = (Map<?, ?>) ((Map<?, ?>) version.get("schema")).get("openAPIV3Schema");
        compare(
            family,
            spec.get("group") + "/" + version.get("name") + "/" + names.get("kind"),
            release,
            new OfficialFields(Map.of()).of(schema),
            names.get("plural")
                + (spec.get("scope").equals("Namespaced") ? " namespaced" : " cluster"));
      }
    }
  }

  private void start() {
    kinds = 0;
    fields = 0;
    seen.clear();
  }

  private void compare(
      String family,
      String key,
      int release,
      Map<String, Map<String, Object>> official,
      String resource) {
    kinds++;
    seen.add(key);
    if (!bundle.kinds(family, release).contains(key)) {
      differ(key, "", "kind", "in the sources", "not in the bundle");
      return;
    }
    if (!bundle.resource(key).equals(resource)) {
      differ(key, "", "resource", resource, bundle.resource(key));
    }
    Map<String, Map<String, Object>> ours = bundle.fields(key, release);
    TreeSet<String> paths = new TreeSet<>(official.keySet());
    paths.addAll(ours.keySet());
    for (String path : paths) {
      if (!family.equals("k")
          && (path.startsWith(".metadata")
              || path.equals(".apiVersion")
              || path.equals(".kind"))) {
        // The API server's own, not the definition's.
        continue;
      }
      fields++;
      Map<String, Object> theirs = official.get(path);
      Map<String, Object> own = ours.get(path);
      if (theirs == null || own == null) {
        differ(key, path, "field", theirs == null ? "none" : "there", own == null ? "none" : "there");
        continue;
      }
      TreeSet<String> keywords = new TreeSet<>(theirs.keySet());
      keywords.addAll(own.keySet());
      if (family.equals("k")) {
        // From the Go sources, where the published file has none.
        keywords.remove("enum");
      }
      for (String keyword : keywords) {
        if (!Objects.equals(theirs.get(keyword), own.get(keyword))) {
          differ(key, path, keyword, theirs.get(keyword), own.get(keyword));
        }
      }
    }
  }

  private void differ(String key, String path, String what, Object official, Object bundle) {
    differences++;
    System.out.println(key + " " + path + ": " + what + ": " + official + " / bundle " + bundle);
  }

  private void end(String title, String family, int release) {
    for (String key : bundle.kinds(family, release)) {
      if (!seen.contains(key)) {
        differ(key, "", "kind", "not in the sources", "in the bundle");
      }
    }
    System.out.println(title + ": " + kinds + " kinds, " + fields + " field paths compared");
  }
}
