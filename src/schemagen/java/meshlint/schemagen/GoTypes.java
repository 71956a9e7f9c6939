package meshlint.schemagen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the Go sources of the Kubernetes APIs say and the published OpenAPI files leave out: the
 * values of types marked {@code +enum}, and since when API versions are deprecated or gone.
 */
final class GoTypes {
  private static final Pattern IMPORT = Pattern.compile("^\\s*(?:import\\s+)?(\\w+)?\\s*\"(k8s\\.io/[^\"]+)\"");
  private static final Pattern TYPE = Pattern.compile("^type (\\w+) =?\\s*([\\w.]+)\\s*(?://.*)?$");
  private static final Pattern CONST =
      Pattern.compile("^\\s*(?:const\\s+)?\\w+\\s+(\\w+)\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern CONVERTED =
      Pattern.compile("^\\s*(?:const\\s+)?\\w+\\s*=\\s*(\\w+)\\(\"([^\"]*)\"\\)");
  private static final Pattern BORROWED =
      Pattern.compile("^\\s*(?:const\\s+)?\\w+\\s*=\\s*(\\w+)\\((\\w+)\\.(\\w+)\\)");
  private static final Pattern NAMED =
      Pattern.compile("^\\s*(?:const\\s+)?(\\w+)\\s+\\w*\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern STRUCT = Pattern.compile("^type (\\w+) struct \\{");
  private static final Pattern FIELD =
      Pattern.compile("^\\t(?:(\\w+)\\s+)?([\\[\\]*\\w.]+)\\s+`.*?json:\"([^\"]*)\"");
  private static final Pattern LIFE =
      Pattern.compile("^func \\(in \\*(\\w+)\\) APILifecycle(\\w+)\\(\\)");
  private static final Pattern VERSION = Pattern.compile("return (\\d+), (\\d+)");
  private static final Pattern REPLACEMENT =
      Pattern.compile("Group: \"([^\"]*)\", Version: \"(\\w+)\", Kind: \"(\\w+)\"");
  private static final Pattern GROUP = Pattern.compile("GroupName\\s*=\\s*\"([^\"]*)\"");

  /**
   * Types without the {@code +enum} mark for which the Go validation accepts no value but their
   * constants.
   */
  private static final Set<String> CLOSED =
      Set.of(
          "LabelSelectorOperator",
          "RecursiveReadOnlyMode",
          "ResourceResizeRestartPolicy",
          "OSName",
          "PodSELinuxChangePolicy",
          "ContainerRestartPolicy",
          "ContainerRestartRuleAction",
          "ContainerRestartRuleOnExitCodesOperator",
          "ScalingPolicySelect",
          "HPAScalingPolicyType",
          "MetricSourceType",
          "MetricTargetType",
          "PersistentVolumeClaimRetentionPolicyType",
          "FSGroupPolicy",
          "VolumeLifecycleMode",
          "ResourceScope",
          "ConversionStrategyType",
          "ParameterNotFoundActionType",
          "SubjectKind",
          "PriorityLevelEnablement",
          "LimitResponseType");

  /**
   * One field of a struct.
   *
   * @param json its name; empty for an inlined struct
   * @param type its Go type, {@code *}, {@code []} included
   */
  private record Field(String json, String type, boolean omitEmpty) {}

  private record Package(
      Map<String, Set<String>> enums,
      Map<String, String> aliases,
      Map<String, List<Field>> structs,
      Map<String, String> imports,
      Map<String, String> constants,
      Map<String, List<String>> borrowed) {}

  /**
   * The values of one field.
   *
   * @param values in the order of the source
   * @param list whether the field is a list of them
   * @param zeroIsAbsent whether an empty string is the same as no value
   */
  record Enum(List<String> values, boolean list, boolean zeroIsAbsent) {}

  /**
   * The life of one API version of a kind; 0 where the sources say nothing.
   *
   * @param replacement {@code apiVersion/Kind}; empty where there is none
   */
  record Life(int deprecated, int removed, String replacement) {}

  private final Map<String, Package> packages = new TreeMap<>();

  private GoTypes() {}

  /** Reads the packages below these module roots: import path of the root to its folder. */
  static GoTypes read(Map<String, Path> roots) {
    GoTypes out = new GoTypes();
    roots.forEach(
        (module, root) -> {
          for (Path file : files(root, "types.go")) {
            String folder = root.relativize(file.getParent()).toString().replace('\\', '/');
            out.packages.put(module + "/" + folder, parse(file));
          }
        });
    return out;
  }

  /** The enum fields of a definition, by JSON name; the name is as {@link Normal#shortName}. */
  Map<String, Map<String, Enum>> enums() {
    Map<String, Map<String, Enum>> out = new TreeMap<>();
    packages.forEach(
        (path, pack) ->
            pack.structs.keySet().forEach(
                struct -> {
                  Map<String, Enum> fields = new TreeMap<>();
                  collect(path, struct, fields, 0);
                  if (!fields.isEmpty()) {
                    String[] parts = path.split("/");
                    String version = parts[parts.length - 1];
                    String group = parts[parts.length - 2];
                    out.put(group + "." + version + "." + struct, fields);
                  }
                }));
    return out;
  }

  private void collect(String path, String struct, Map<String, Enum> out, int depth) {
    Package pack = packages.get(path);
    if (pack == null || depth > 5) {
      return;
    }
    for (Field field : pack.structs.getOrDefault(struct, List.of())) {
      String bare = field.type.replace("*", "").replace("[]", "");
      String owner = path;
      int dot = bare.indexOf('.');
      if (dot > 0) {
        owner = pack.imports.getOrDefault(bare.substring(0, dot), "");
        bare = bare.substring(dot + 1);
      }
      if (field.json.isEmpty()) {
        collect(owner, bare, out, depth + 1);
        continue;
      }
      Set<String> values = values(owner, bare, 0);
      if (!values.isEmpty()) {
        boolean list = field.type.startsWith("[]");
        boolean zero = field.omitEmpty && !field.type.startsWith("*") && !list;
        out.put(field.json, new Enum(List.copyOf(values), list, zero));
      }
    }
  }

  private Set<String> values(String path, String type, int depth) {
    Package pack = packages.get(path);
    if (pack == null || depth > 5) {
      return Set.of();
    }
    Set<String> own = pack.enums.get(type);
    if (own != null) {
      Set<String> all = new LinkedHashSet<>(own);
      for (String constant : pack.borrowed.getOrDefault(type, List.of())) {
        int dot = constant.indexOf('.');
        Package owner = packages.get(pack.imports.getOrDefault(constant.substring(0, dot), ""));
        String value = owner == null ? null : owner.constants.get(constant.substring(dot + 1));
        if (value == null) {
          throw new IllegalStateException("no value of " + constant + " in " + path);
        }
        all.add(value);
      }
      return all;
    }
    String target = pack.aliases.get(type);
    if (target == null) {
      return Set.of();
    }
    int dot = target.indexOf('.');
    return dot < 0
        ? values(path, target, depth + 1)
        : values(
            pack.imports.getOrDefault(target.substring(0, dot), ""),
            target.substring(dot + 1),
            depth + 1);
  }

  private static Package parse(Path file) {
    Package pack =
        new Package(
            new HashMap<>(),
            new HashMap<>(),
            new TreeMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>());
    boolean marked = false;
    String struct = null;
    for (String line : lines(file)) {
      if (struct != null) {
        if (line.equals("}")) {
          struct = null;
          continue;
        }
        Matcher field = FIELD.matcher(line);
        if (field.find()) {
          String[] json = field.group(3).split(",");
          boolean inline = field.group(3).contains("inline") || field.group(1) == null;
          if (!json[0].equals("-")) {
            pack.structs
                .get(struct)
                .add(
                    new Field(
                        inline ? "" : json[0], field.group(2), field.group(3).contains("omitempty")));
          }
        }
        continue;
      }
      if (line.strip().startsWith("//")) {
        marked |= line.contains("+enum");
        continue;
      }
      Matcher imported = IMPORT.matcher(line);
      if (imported.find()) {
        String path = imported.group(2);
        String[] parts = path.split("/");
        String alias = imported.group(1);
        pack.imports.put(alias == null ? parts[parts.length - 1] : alias, path);
      }
      Matcher opened = STRUCT.matcher(line);
      if (opened.find()) {
        struct = opened.group(1);
        pack.structs.put(struct, new ArrayList<>());
      }
      Matcher type = TYPE.matcher(line);
      if (type.find()) {
        boolean closed = marked || CLOSED.contains(type.group(1));
        if (closed && type.group(2).equals("string")) {
          pack.enums.computeIfAbsent(type.group(1), t -> new LinkedHashSet<>());
        } else {
          pack.aliases.put(type.group(1), type.group(2));
        }
      }
      marked = false;
    }
    for (String line : lines(file)) {
      Matcher named = NAMED.matcher(line);
      if (named.find()) {
        pack.constants.put(named.group(1), named.group(2));
      }
      Matcher borrowed = BORROWED.matcher(line);
      if (borrowed.find() && pack.enums.containsKey(borrowed.group(1))) {
        pack.borrowed
            .computeIfAbsent(borrowed.group(1), t -> new ArrayList<>())
            .add(borrowed.group(2) + "." + borrowed.group(3));
      }
      for (Pattern form : List.of(CONST, CONVERTED)) {
        Matcher constant = form.matcher(line);
        if (constant.find() && pack.enums.containsKey(constant.group(1))) {
          pack.enums.get(constant.group(1)).add(constant.group(2));
        }
      }
    }
    return pack;
  }

  /** The lives of all API versions below a module root, by {@code apiVersion/Kind}. */
  static Map<String, Life> lives(Path root) {
    Map<String, Life> out = new TreeMap<>();
    for (Path file : files(root, "zz_generated.prerelease-lifecycle.go")) {
      String version = file.getParent().getFileName().toString();
      String group = group(file.getParent());
      String current = "";
      String what = "";
      for (String line : lines(file)) {
        Matcher life = LIFE.matcher(line);
        if (life.find()) {
          current = (group.isEmpty() ? "" : group + "/") + version + "/" + life.group(1);
          what = life.group(2);
          out.putIfAbsent(current, new Life(0, 0, ""));
        }
        Life known = out.get(current);
        Matcher number = VERSION.matcher(line);
        Matcher replacement = REPLACEMENT.matcher(line);
        if (known != null && number.find()) {
          int minor = Integer.parseInt(number.group(2));
          if (what.equals("Deprecated")) {
            out.put(current, new Life(minor, known.removed, known.replacement));
          } else if (what.equals("Removed")) {
            out.put(current, new Life(known.deprecated, minor, known.replacement));
          }
        } else if (known != null && replacement.find()) {
          String target =
              (replacement.group(1).isEmpty() ? "" : replacement.group(1) + "/")
                  + replacement.group(2)
                  + "/"
                  // One source names the list kind by mistake.
                  + replacement.group(3).replaceFirst("List$", "");
          out.put(current, new Life(known.deprecated, known.removed, target));
        }
      }
    }
    return out;
  }

  private static String group(Path folder) {
    for (Path at : List.of(folder, folder.getParent())) {
      Path register = at.resolve("register.go");
      if (Files.exists(register)) {
        for (String line : lines(register)) {
          Matcher group = GROUP.matcher(line);
          if (group.find()) {
            return group.group(1);
          }
        }
      }
    }
    throw new IllegalStateException("no GroupName near " + folder);
  }

  private static List<Path> files(Path root, String name) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(p -> p.getFileName().toString().equals(name)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
