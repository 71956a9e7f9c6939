package meshlint.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import meshlint.engine.LintResult;
import meshlint.engine.Linter;
import meshlint.graph.ClusterSettings;
import meshlint.graph.World;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.BuiltInRules;
import meshlint.rule.Catalogue;
import meshlint.rule.RuleSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value of a wrong type is the schema's to report: no rule fails on it, whatever stands wherever
 * in an object. Fields that the cases of the rules use are taken away and given other types.
 */
class WrongTypesTest {
  private static final RuleSet RULES = BuiltInRules.load(Catalogue.standard());
  private static final JsonMapper JSON = new JsonMapper();

  /** Takes a field away. */
  private static final String ABSENT = "absent";

  /** What a field may wrongly hold. */
  private static final List<Object> VALUES =
      Arrays.asList(
          ABSENT,
          null,
          "x",
          7,
          -1.5,
          true,
          List.of(),
          List.of("x"),
          List.of(7, Map.of()),
          Map.of(),
          Map.of("x", "y"),
          Map.of("x", List.of(Map.of("x", 7))));

  @Test
  void failNoRule() throws IOException {
    Set<String> failed = new LinkedHashSet<>();
    Map<String, Integer> tries = new HashMap<>();
    for (Path file : cases()) {
      List<KubeObject> objects =
          ManifestLoader.loadText(file.toString(), Files.readString(file)).objects();
      for (int i = 0; i < objects.size(); i++) {
        KubeObject object = objects.get(i);
        for (List<Object> path : paths(object.root())) {
          String field = object.kind() + " " + path.stream().map(WrongTypesTest::shown).toList();
          // A field gets other values each time that it is met, three times at most.
          int met = tries.merge(field, 1, Integer::sum);
          if (met <= 3) {
            Object value = VALUES.get(Math.floorMod(field.hashCode() + met * 5, VALUES.size()));
            failed.addAll(failures(changed(objects, i, path, value), field + " = " + value));
          }
        }
      }
    }
    assertThat(tries).hasSizeGreaterThan(500);
    assertThat(failed).isEmpty();
  }

  private static Object shown(Object step) {
    return step instanceof Integer ? "[]" : step;
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("rules"))) {
      return files
          .filter(file -> file.toString().contains("/cases/") && file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith(".fixed.yaml"))
          .sorted()
          .toList();
    }
  }

  /** The paths of everything in a value, of fields by name and of items by index. */
  private static List<List<Object>> paths(Object value) {
    List<List<Object>> out = new ArrayList<>();
    collect(value, List.of(), out);
    return out;
  }

  private static void collect(Object value, List<Object> path, List<List<Object>> out) {
    if (!path.isEmpty()) {
      out.add(path);
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> collect(item, longer(path, String.valueOf(key)), out));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), longer(path, i), out);
      }
    }
  }

  private static List<Object> longer(List<Object> path, Object step) {
    List<Object> out = new ArrayList<>(path);
    out.add(step);
    return out;
  }

  /** The objects as a file, one of them with something else at a path. */
  private static String changed(List<KubeObject> objects, int index, List<Object> path, Object to) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < objects.size(); i++) {
      Object made = copy(objects.get(i).root(), i == index ? path : null, to);
      out.append(JSON.writeValueAsString(made)).append("\n---\n");
    }
    return out.toString();
  }

  /** A copy in which something else stands at a path; a null path is nowhere. */
  private static Object copy(Object value, List<Object> path, Object to) {
    if (path != null && path.isEmpty()) {
      return to;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> out = new LinkedHashMap<>();
      map.forEach(
          (key, item) ->
              out.put(String.valueOf(key), copy(item, rest(path, String.valueOf(key)), to)));
      out.values().removeIf(item -> item == ABSENT);
      return out;
    }
    if (value instanceof List<?> list) {
      List<Object> out = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        out.add(copy(list.get(i), rest(path, i), to));
      }
      out.removeIf(item -> item == ABSENT);
      return out;
    }
    return value;
  }

  private static List<Object> rest(List<Object> path, Object step) {
    return path != null && path.get(0).equals(step) ? path.subList(1, path.size()) : null;
  }

  private static List<String> failures(String text, String what) {
    LoadResult input = ManifestLoader.loadText("case.yaml", text);
    List<World> worlds = List.of(new World("", input.objects()));
    try {
      LintResult result = Linter.lint(input, worlds, ClusterSettings.DEFAULT, RULES);
      return result.failures().stream().map(failure -> failure + " where " + what).toList();
    } catch (RuntimeException e) {
      return List.of("crash where " + what + ": " + e + " " + e.getStackTrace()[0]);
    }
  }
}
