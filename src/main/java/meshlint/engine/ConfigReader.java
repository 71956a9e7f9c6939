package meshlint.engine;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.finding.Severity;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Version;
import meshlint.manifest.LoadProblem;
import meshlint.manifest.MapNode;
import meshlint.manifest.YamlDocument;
import meshlint.mesh.MeshConfigCheck;
import meshlint.mesh.MeshConfigProblem;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** Reads a {@code meshlint.yaml}. Everything that is wrong with it is said at once. */
public final class ConfigReader {
  private static final List<String> LEVELS = List.of("error", "warning", "info");
  private static final List<String> FAIL_ON = List.of("error", "warning", "info", "never");

  private static final Pattern SERVICE = Pattern.compile("[^/\\s]+/[^/\\s]+");

  private final String base;
  private final List<ConfigError> errors = new ArrayList<>();
  private final Map<Span, String> names = new LinkedHashMap<>();
  private final List<Config.Given> given = new ArrayList<>();

  private ConfigReader(String base) {
    this.base = base;
  }

  /**
   * A config, and what is wrong with it.
   *
   * @param config what could be read
   */
  public record Read(Config config, List<ConfigError> errors) {
    /** Copies the list. */
    public Read {
      errors = List.copyOf(errors);
    }
  }

  /**
   * Reads a config.
   *
   * @param base the working directory as seen from the config's folder; empty where they are the
   *     same
   */
  public static Read read(SourceFile file, String base) {
    ConfigReader reader = new ConfigReader(base);
    YamlDocument document = YamlDocument.read(file);
    for (LoadProblem problem : document.problems()) {
      reader.errors.add(new ConfigError(problem.span(), problem.message()));
    }
    MapNode root = document.root();
    return new Read(root == null ? Config.NONE : reader.config(root), reader.errors);
  }

  /**
   * Istio's mesh config, and what is wrong with its file.
   *
   * @param values as nested maps
   */
  public record Mesh(Map<String, Object> values, List<ConfigError> errors) {
    /** Copies the collections. */
    public Mesh {
      values = Map.copyOf(values);
      errors = List.copyOf(errors);
    }
  }

  /** Reads a mesh config: by itself, in the ConfigMap {@code istio}, or in an IstioOperator. */
  public static Mesh readMesh(SourceFile file) {
    List<ConfigError> errors = new ArrayList<>();
    YamlDocument document = YamlDocument.read(file);
    MapNode root = document.root();
    MapNode data = root == null ? null : root.map("data");
    String embedded = data == null ? null : data.string("mesh");
    if (embedded != null) {
      document = YamlDocument.read(new SourceFile(file.path(), embedded));
      root = document.root();
    } else if (root != null && root.mapAt("spec", "meshConfig") != null) {
      root = root.mapAt("spec", "meshConfig");
    }
    for (LoadProblem problem : document.problems()) {
      errors.add(new ConfigError(problem.span(), problem.message()));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    if (root != null) {
      for (MeshConfigProblem problem : MeshConfigCheck.of(root)) {
        String meant = problem.meant().isEmpty() ? "" : "; did you mean " + problem.meant() + "?";
        errors.add(
            new ConfigError(problem.span(), problem.path() + ": " + problem.reason() + meant));
      }
      root.forEach((key, value) -> values.put(key, ConfigNode.plain(value)));
    }
    return new Mesh(values, errors);
  }

  private Config config(MapNode map) {
    ConfigNode root =
        new ConfigNode(
            map,
            errors,
            "failOn",
            "rules",
            "overrides",
            "ignore",
            "context",
            "schemas",
            "cluster",
            "mesh",
            "complete",
            "namespace",
            "worlds",
            "baseline");
    MapNode rulesMap = root.map("rules");
    ConfigNode rules =
        rulesMap == null
            ? null
            : new ConfigNode(
                rulesMap, errors, "folders", "select", "ignore", "severity", "parameters");
    List<Config.Scoped> overrides = new ArrayList<>();
    root.maps("overrides", item -> overrides.add(scoped(item)));
    List<Ignore> ignores = new ArrayList<>();
    root.maps("ignore", item -> ignores.add(ignore(item)));
    return new Config(
        root.word("failOn", FAIL_ON),
        rules == null ? List.of() : rules.texts("folders"),
        rules == null ? List.of() : rules.texts("select", names::put),
        rules == null ? List.of() : rules.texts("ignore", names::put),
        rules == null ? Map.of() : severities(rules),
        rules == null ? Map.of() : parameters(rules),
        overrides,
        ignores,
        root.texts("context"),
        root.texts("schemas"),
        cluster(root),
        "one".equals(root.word("worlds", List.of("one", "folders"))),
        root.text("baseline"),
        given,
        names);
  }

  private Map<String, Severity> severities(ConfigNode rules) {
    Map<String, Severity> out = new LinkedHashMap<>();
    rules.map(
        "severity",
        map -> {
          ConfigNode node = new ConfigNode(map, errors, map.keySet().toArray(new String[0]));
          for (int i = 0; i < map.childCount(); i++) {
            String rule = map.keyAt(i);
            names.put(map.keySpanAt(i), rule);
            String word = node.word(rule, LEVELS);
            if (word != null) {
              out.put(rule, Severity.values()[LEVELS.indexOf(word)]);
            }
          }
        });
    return out;
  }

  private Map<String, Map<String, Object>> parameters(ConfigNode rules) {
    Map<String, Map<String, Object>> out = new LinkedHashMap<>();
    rules.map(
        "parameters",
        map -> {
          for (int i = 0; i < map.childCount(); i++) {
            names.put(map.keySpanAt(i), map.keyAt(i));
            if (map.valueAt(i) instanceof MapNode values) {
              Map<String, Object> plain = new LinkedHashMap<>();
              for (int j = 0; j < values.childCount(); j++) {
                Object value = values.valueAt(j);
                given.add(
                    new Config.Given(
                        map.keyAt(i),
                        values.keyAt(j),
                        values.keySpanAt(j),
                        value == null ? null : ConfigNode.plain(value),
                        values.valueSpanAt(j)));
              }
              values.forEach((key, value) -> plain.put(key, ConfigNode.plain(value)));
              out.put(map.keyAt(i), plain);
            } else {
              errors.add(
                  new ConfigError(map.valueSpanAt(i), "the parameters of a rule are a mapping"));
            }
          }
        });
    return out;
  }

  private Config.Scoped scoped(MapNode map) {
    ConfigNode node = new ConfigNode(map, errors, "paths", "objects", "ignore", "severity");
    List<Glob> paths = new ArrayList<>();
    node.texts("paths").forEach(text -> paths.add(Glob.ofPaths(text, base)));
    List<Glob> objects = new ArrayList<>();
    node.texts("objects").forEach(text -> objects.add(Glob.ofObjects(text)));
    if (paths.isEmpty() && objects.isEmpty()) {
      errors.add(new ConfigError(start(map), "an override names paths or objects"));
    }
    return new Config.Scoped(
        paths, objects, node.texts("ignore", names::put), severities(node), start(map));
  }

  private Ignore ignore(MapNode map) {
    ConfigNode node = new ConfigNode(map, errors, "rule", "object", "path", "reason", "until");
    List<String> rules = node.texts("rule"); // an unknown one becomes a finding, as in a comment
    if (rules.isEmpty()) {
      errors.add(new ConfigError(start(map), "an entry of ignore names a rule"));
    }
    String object = node.text("object");
    String path = node.text("path");
    return new Ignore(
        rules,
        node.text("reason"),
        date(node),
        object == null ? null : Glob.ofObjects(object),
        path == null ? null : Glob.ofPaths(path, base),
        start(map),
        null);
  }

  private static Span start(MapNode map) {
    return map.childCount() == 0 ? map.span() : map.keySpanAt(0);
  }

  private @Nullable LocalDate date(ConfigNode node) {
    String text = node.text("until");
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      node.error(node.at("until"), "until is a date such as 2027-01-31, not " + text);
      return null;
    }
  }

  private ClusterSettings cluster(ConfigNode root) {
    ClusterSettings none = ClusterSettings.DEFAULT;
    MapNode map = root.map("cluster");
    ConfigNode cluster =
        map == null
            ? null
            : new ConfigNode(
                map,
                errors,
                "domain",
                "kubernetes",
                "istio",
                "istioNamespace",
                "meshConfig",
                "external");
    Map<String, Object> meshConfig = new LinkedHashMap<>();
    Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
    Set<String> services = new LinkedHashSet<>();
    if (cluster != null) {
      cluster.map(
          "meshConfig",
          mesh -> mesh.forEach((key, value) -> meshConfig.put(key, ConfigNode.plain(value))));
      cluster.map("external", external -> external(external, namespaces, services));
    }
    return new ClusterSettings(
        cluster == null ? null : cluster.text("domain"),
        cluster == null ? none.kubernetes() : version(cluster, "kubernetes", none.kubernetes()),
        cluster == null ? none.istio() : version(cluster, "istio", none.istio()),
        cluster == null
            ? none.istioNamespace()
            : Objects.requireNonNullElse(cluster.text("istioNamespace"), none.istioNamespace()),
        meshConfig,
        namespaces,
        services,
        Boolean.TRUE.equals(root.bool("complete")),
        Boolean.TRUE.equals(root.bool("mesh")),
        Objects.requireNonNullElse(root.text("namespace"), none.defaultNamespace()));
  }

  private void external(
      MapNode map, Map<String, Map<String, String>> namespaces, Set<String> services) {
    ConfigNode external = new ConfigNode(map, errors, "namespaces", "services");
    services.addAll(
        external.texts(
            "services",
            (at, text) -> {
              if (!SERVICE.matcher(text).matches()) {
                external.error(at, "a Service is written namespace/name, not " + text);
              }
            }));
    external.map(
        "namespaces",
        all -> {
          for (int i = 0; i < all.childCount(); i++) {
            Map<String, String> labels = new LinkedHashMap<>();
            if (all.valueAt(i) instanceof MapNode written) {
              written.forEach((key, value) -> labels.put(key, String.valueOf(value)));
            } else if (all.valueAt(i) != null) {
              external.error(all.valueSpanAt(i), "the labels of a Namespace are a mapping");
            }
            namespaces.put(all.keyAt(i), labels);
          }
        });
  }

  private Version version(ConfigNode node, String key, Version otherwise) {
    String text = node.text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      node.error(node.at(key), key + " is a version such as " + otherwise + ", not " + text);
      return otherwise;
    }
  }
}
