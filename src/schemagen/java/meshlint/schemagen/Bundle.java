package meshlint.schemagen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the bundle: {@code index.tsv}, one file a kind, and files of types that several kinds
 * share. A type that only one kind reaches stands in that kind's file; the others are grouped by
 * the kinds that reach them, so that loading a kind reads little that it doesn't need.
 */
final class Bundle {
  /** A group of shared types below this size goes into the file of small ones. */
  private static final int SMALL = 2000;

  private final Map<String, String> files = new TreeMap<>();
  private final List<String> index = new ArrayList<>();
  private final Map<String, String> sharedFile = new TreeMap<>();
  private final Map<String, Map<String, Object>> merged = new TreeMap<>();

  /** Adds a family; Kubernetes comes first, for the others point to its ObjectMeta. */
  void add(Family family, Map<String, GoTypes.Life> lives) {
    Merger merger = new Merger(family.releases().size());
    index.add("releases\t" + family.letter() + "\t" + String.join(" ", family.releases()));
    family.definitions().forEach((name, forms) -> merged.put(name, merger.merge(forms)));
    share(reachedBy(family));
    Map<String, Map<String, Object>> kindFiles = new TreeMap<>();
    Map<String, String> lines = new TreeMap<>();
    family.kinds().forEach(
        (key, kind) -> {
          String file = fileName(kind);
          Map<String, Object> definitions = kindFiles.computeIfAbsent(file, f -> new TreeMap<>());
          String definition = define(kind, merger, definitions, file);
          int mask = 0;
          for (int release : kind.schemas.keySet()) {
            mask |= 1 << release;
          }
          lines.put(
              key,
              String.join(
                  "\t",
                  "kind",
                  kind.apiVersion,
                  kind.kind,
                  kind.plural,
                  kind.namespaced ? "namespaced" : "cluster",
                  family.letter(),
                  merger.ranges(mask),
                  definition,
                  life(family, kind, lives.get(key))));
        });
    index.addAll(lines.values());
    kindFiles.forEach(
        (file, definitions) -> {
          if (!definitions.isEmpty()) {
            files.put(file, Json.definitions(definitions));
          }
        });
    lives.forEach(
        (key, life) -> {
          boolean list = key.endsWith("List");
          if (!family.kinds().containsKey(key) && life.removed() > 0 && !list) {
            int slash = key.lastIndexOf('/');
            index.add(
                "gone\t" + key.substring(0, slash) + "\t" + key.substring(slash + 1) + "\t"
                    + life(life));
          }
        });
  }

  private static String fileName(Family.KindForms kind) {
    int slash = kind.apiVersion.indexOf('/');
    String group = slash < 0 ? "core" : kind.apiVersion.substring(0, slash);
    return group + "." + kind.kind + ".json";
  }

  private static String life(Family family, Family.KindForms kind, GoTypes.Life life) {
    if (life != null) {
      return life(life);
    }
    // A CRD says in which release it became deprecated, and by its absence when it was gone.
    String deprecated =
        kind.deprecated.isEmpty() ? "" : family.releases().get(kind.deprecated.get(0));
    return deprecated + "\t\t";
  }

  private static String life(GoTypes.Life life) {
    return (life.deprecated() == 0 ? "" : "1." + life.deprecated())
        + "\t"
        + (life.removed() == 0 ? "" : "1." + life.removed())
        + "\t"
        + life.replacement();
  }

  /** Puts what a kind alone reaches into its file; gives where its own definition is, as cells. */
  private String define(
      Family.KindForms kind, Merger merger, Map<String, Object> definitions, String file) {
    String version = kind.apiVersion.substring(kind.apiVersion.indexOf('/') + 1);
    Map<String, Object> root = merger.merge(kind.schemas);
    if (root.get("ref") instanceof String name) {
      for (String reached : reach(name)) {
        if (!sharedFile.containsKey(reached)) {
          definitions.put(reached, located(merged.get(reached)));
        }
      }
      return sharedFile.getOrDefault(name, file) + "\t" + name;
    }
    Object schema = located(root);
    for (Map.Entry<String, Object> known : definitions.entrySet()) {
      if (known.getValue().equals(schema)) {
        return file + "\t" + known.getKey();
      }
    }
    definitions.put(version, schema);
    return file + "\t" + version;
  }

  /** Which kind files reach each definition. */
  private Map<String, TreeSet<String>> reachedBy(Family family) {
    Map<String, TreeSet<String>> out = new TreeMap<>();
    family.kinds().values().forEach(
        kind ->
            kind.schemas.values().forEach(
                schema -> {
                  if (schema.get("ref") instanceof String name) {
                    for (String reached : reach(name)) {
                      out.computeIfAbsent(reached, r -> new TreeSet<>()).add(fileName(kind));
                    }
                  }
                }));
    return out;
  }

  private TreeSet<String> reach(String root) {
    TreeSet<String> out = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (out.add(name)) {
        collectRefs(merged.get(name), open);
      }
    }
    return out;
  }

  private static void collectRefs(Object node, Deque<String> out) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("ref") && value instanceof String name) {
              out.push(name);
            } else if (key.equals("ref@")) {
              ((List<?>) value).forEach(v -> out.push((String) ((List<?>) v).get(1)));
            } else {
              collectRefs(value, out);
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collectRefs(item, out));
    }
  }

  private void share(Map<String, TreeSet<String>> reachedBy) {
    Map<TreeSet<String>, TreeSet<String>> groups =
        reachedBy.entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    () -> new TreeMap<>(Comparator.comparing(Object::toString)),
                    Collectors.mapping(
                        Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
    for (TreeSet<String> group : groups.values()) {
      Map<String, Object> raw = new TreeMap<>();
      group.forEach(name -> raw.put(name, merged.get(name)));
      // The type that reaches most of its group names it.
      String top =
          group.stream()
              .max(
                  Comparator.comparing(
                          (String name) ->
                              reach(name).stream().filter(group::contains).count())
                      .thenComparing(Comparator.reverseOrder()))
              .orElseThrow();
      String file =
          Json.definitions(raw).length() < SMALL
              ? "types.small.json"
              : "types." + top + ".json";
      group.forEach(name -> sharedFile.put(name, file));
    }
    Map<String, Map<String, Object>> byFile = new TreeMap<>();
    sharedFile.forEach(
        (name, file) ->
            byFile.computeIfAbsent(file, f -> new TreeMap<>()).put(name, located(merged.get(name))));
    byFile.forEach((file, definitions) -> files.put(file, Json.definitions(definitions)));
  }

  /** Rewrites references: {@code #name} in the same file as a kind, {@code file#name} elsewhere. */
  private Object located(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> out = new java.util.LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            if (key.equals("ref") && value instanceof String name) {
              out.put("ref", sharedFile.getOrDefault(name, "") + "#" + name);
            } else if (key.equals("ref@")) {
              List<Object> variants = new ArrayList<>();
              for (Object variant : (List<?>) value) {
                String name = (String) ((List<?>) variant).get(1);
                variants.add(
                    List.of(
                        ((List<?>) variant).get(0),
                        sharedFile.getOrDefault(name, "") + "#" + name));
              }
              out.put("ref@", variants);
            } else {
              out.put((String) key, key.equals("default") ? value : located(value));
            }
          });
      return out;
    }
    if (node instanceof List<?> list) {
      return list.stream().map(this::located).toList();
    }
    return node;
  }

  /** Writes all files into a folder, which it empties first. */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> old = Files.list(folder)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
      }
      Files.writeString(
          folder.resolve("index.tsv"), String.join("\n", index) + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
