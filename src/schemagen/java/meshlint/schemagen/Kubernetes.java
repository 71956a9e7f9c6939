package meshlint.schemagen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/** Kubernetes' own kinds, from its OpenAPI file and Go types. */
final class Kubernetes {
  static final List<String> MODULES =
      List.of(
          "k8s.io/api",
          "k8s.io/apimachinery",
          "k8s.io/apiextensions-apiserver",
          "k8s.io/kube-aggregator");

  /**
   * Fields that the published file calls required and whose absence the API server takes for their
   * zero value, with no complaint of the Go validation.
   */
  private static final Map<String, List<String>> ZERO_IS_FINE =
      Map.of(
          "core.v1.HTTPHeader", List.of("value"),
          "core.v1.ISCSIVolumeSource", List.of("lun"),
          "core.v1.ISCSIPersistentVolumeSource", List.of("lun"),
          "core.v1.LimitRangeSpec", List.of("limits"),
          "core.v1.Sysctl", List.of("value"),
          "apps.v1.ControllerRevision", List.of("revision"),
          "apiextensions.v1.CustomResourceDefinitionVersion", List.of("served", "storage"),
          "storage.v1.CSINodeSpec", List.of("drivers"));

  private Kubernetes() {}

  static Family read(Sources sources) {
    List<String> releases = new ArrayList<>();
    for (int minor = Sources.KUBERNETES_FIRST; minor <= Sources.KUBERNETES_LAST; minor++) {
      releases.add("1." + minor);
    }
    Family family = Family.empty("k", releases);
    for (int release = 0; release < releases.size(); release++) {
      readRelease(family, release, sources, Sources.KUBERNETES_FIRST + release);
    }
    family.definitions().forEach((name, forms) -> forgive(name, forms, releases.size() - 1));
    return family;
  }

  private static void readRelease(Family family, int release, Sources sources, int minor) {
    Map<?, ?> swagger =
        JsonMapper.shared().readValue(sources.swagger(minor).toFile(), Map.class);
    Map<?, ?> definitions = (Map<?, ?>) swagger.get("definitions");
    Map<String, Map<String, GoTypes.Enum>> enums = enums(sources, minor);
    Map<String, String> definitionOf = new TreeMap<>();
    for (Map.Entry<?, ?> entry : definitions.entrySet()) {
      String full = (String) entry.getKey();
      Map<?, ?> definition = (Map<?, ?>) entry.getValue();
      String name = Normal.shortName(full);
      Map<String, Object> schema = Normal.of(definition, definitions);
      addEnums(schema, enums.getOrDefault(name, Map.of()));
      family.define(name, release, schema);
      if (definition.get("x-kubernetes-group-version-kind") instanceof List<?> kinds
          && kinds.size() == 1) {
        definitionOf.put(apiVersionAndKind((Map<?, ?>) kinds.get(0)), name);
      }
    }
    Map<?, ?> paths = (Map<?, ?>) swagger.get("paths");
    for (Map.Entry<?, ?> path : paths.entrySet()) {
      String url = (String) path.getKey();
      Object post = ((Map<?, ?>) path.getValue()).get("post");
      if (post instanceof Map<?, ?> operation
          && operation.get("x-kubernetes-group-version-kind") instanceof Map<?, ?> gvk
          && !url.contains("{name}")) {
        String key = apiVersionAndKind(gvk);
        String name = definitionOf.get(key);
        if (name != null) {
          int slash = key.lastIndexOf('/');
          family
              .kind(
                  key.substring(0, slash),
                  key.substring(slash + 1),
                  url.substring(url.lastIndexOf('/') + 1),
                  url.contains("/namespaces/{namespace}/"))
              .schemas
              .put(release, Map.of("ref", name));
        }
      }
    }
  }

  private static Map<String, Map<String, GoTypes.Enum>> enums(Sources sources, int minor) {
    Map<String, java.nio.file.Path> roots = new LinkedHashMap<>();
    for (String module : MODULES) {
      roots.put(module, sources.goTypes(module, minor));
    }
    return GoTypes.read(roots).enums();
  }

  /**
   * Notes the fields whose absence is accepted: the known ones, and those that the newest release
   * no longer calls required, for what the files say was corrected, not what the server does.
   */
  private static void forgive(String name, Map<Integer, Map<String, Object>> forms, int newest) {
    TreeSet<String> fine = new TreeSet<>(ZERO_IS_FINE.getOrDefault(name, List.of()));
    Map<String, Object> last = forms.get(newest);
    if (last != null) {
      for (Map<String, Object> form : forms.values()) {
        fine.addAll(required(form));
      }
      fine.removeAll(required(last));
      fine.addAll(ZERO_IS_FINE.getOrDefault(name, List.of()));
    }
    if (!fine.isEmpty()) {
      forms.values().forEach(form -> form.put("zero-is-fine", List.copyOf(fine)));
    }
  }

  private static List<String> required(Map<String, Object> form) {
    List<String> out = new ArrayList<>();
    if (form.get("required") instanceof List<?> names) {
      names.forEach(field -> out.add((String) field));
    }
    return out;
  }

  private static void addEnums(Map<String, Object> schema, Map<String, GoTypes.Enum> enums) {
    if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
      return;
    }
    enums.forEach(
        (field, values) -> {
          Map<String, Object> node = Merger.cast(properties.get(field));
          if (node == null) {
            return;
          }
          Map<String, Object> target = values.list() ? Merger.cast(node.get("items")) : node;
          if ("string".equals(target.get("type"))) {
            target.put("enum", new ArrayList<Object>(values.values()));
            if (values.zeroIsAbsent()) {
              target.put("empty-is-absent", true);
            }
          }
        });
  }

  /** {@code apiVersion/Kind}, the form in which kinds are keyed. */
  private static String apiVersionAndKind(Map<?, ?> gvk) {
    String group = (String) gvk.get("group");
    return (group.isEmpty() ? "" : group + "/") + gvk.get("version") + "/" + gvk.get("kind");
  }
}
