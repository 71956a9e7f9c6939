package meshlint.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import meshlint.finding.Nearest;
import meshlint.graph.Kinds;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads mesh configs as istiod does (pkg/config/mesh ApplyMeshConfig): a value of the wrong type
 * makes it refuse the whole config, a field that it does not know is ignored without a word. Since
 * releases bring new fields, a field counts as unknown only where it is a slip of a known one.
 */
public final class MeshConfigCheck {
  private static final String RESOURCE = "/meshlint/mesh/mesh-config.tsv";
  private static final Pattern DURATION =
      Pattern.compile("([0-9]+(\\.[0-9]+)?(ns|us|\u00b5s|ms|s|m|h))+|0");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final List<MeshConfigProblem> found = new ArrayList<>();

  private MeshConfigCheck() {
    try (InputStream in = MeshConfigCheck.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing " + RESOURCE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        if (tab > 0 && !line.startsWith("#")) {
          types.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What istiod does not take of a mesh config, in file order. */
  public static List<MeshConfigProblem> of(MapNode config) {
    MeshConfigCheck check = new MeshConfigCheck();
    check.fields(config, "");
    return List.copyOf(check.found);
  }

  /** What is not taken of a proxy config, which has the form of {@code defaultConfig}. */
  static List<MeshConfigProblem> ofProxy(MapNode config) {
    MeshConfigCheck check = new MeshConfigCheck();
    check.fields(config, "defaultConfig.");
    List<MeshConfigProblem> out = new ArrayList<>();
    for (MeshConfigProblem problem : check.found) {
      String path = problem.path().substring("defaultConfig.".length());
      out.add(
          new MeshConfigProblem(
              path,
              problem.node(),
              problem.key(),
              problem.refused(),
              problem.reason(),
              problem.meant()));
    }
    return List.copyOf(out);
  }

  /**
   * What istiod does not take of the mesh configs in an object: a ConfigMap {@code
   * istio[-REVISION]} of Istio's namespace, an IstioOperator or an Istio of the Sail operator.
   */
  public static List<MeshConfigProblem> of(KubeObject object, Mesh mesh) {
    List<MeshConfigProblem> out = new ArrayList<>();
    for (MapNode config : configs(object, mesh)) {
      out.addAll(of(config));
    }
    return List.copyOf(out);
  }

  private static List<MapNode> configs(KubeObject object, Mesh mesh) {
    if (object.kind().equals(Kinds.CONFIG_MAP)) {
      MapNode data = object.root().map("data");
      boolean named = object.name().equals("istio") || object.name().startsWith("istio-");
      if (data == null || !named || !object.namespace().equals(mesh.config().istioNamespace())) {
        return List.of();
      }
      MapNode parsed = EmbeddedYaml.parse(data, "mesh");
      return parsed == null ? List.of() : List.of(parsed);
    }
    return MeshConfig.installed(object);
  }

  private void fields(MapNode node, String prefix) {
    for (int i = 0; i < node.childCount(); i++) {
      String key = node.keyAt(i);
      Object value = node.valueAt(i);
      String path = prefix + key;
      String type = types.get(path);
      if (type == null) {
        unknown(node, key, prefix);
      } else if (value != null) {
        String wrong = wrong(type, value);
        if (wrong != null) {
          String meant =
              type.indexOf('|') > 0 && value instanceof String word
                  ? slip(word, Arrays.asList(type.split("\\|", -1)))
                  : "";
          found.add(new MeshConfigProblem(path, node, key, true, wrong, meant));
        } else if (type.equals("object") && value instanceof MapNode map) {
          fields(map, path + ".");
        }
      }
    }
  }

  private void unknown(MapNode node, String key, String prefix) {
    TreeSet<String> known = new TreeSet<>();
    for (String path : types.keySet()) {
      if (path.startsWith(prefix) && path.indexOf('.', prefix.length()) < 0) {
        known.add(path.substring(prefix.length()));
      }
    }
    String meant = slip(key, known);
    if (!meant.isEmpty() && !node.containsKey(meant)) {
      found.add(
          new MeshConfigProblem(prefix + key, node, key, false, "there is no such field", meant));
    }
  }

  private static String slip(String written, Collection<String> known) {
    String meant = Nearest.slip(written, known);
    return meant == null ? "" : meant;
  }

  /** What is wrong with a value, as a clause; null where nothing is. */
  private static @Nullable String wrong(String type, Object value) {
    boolean scalar = !(value instanceof MapNode) && !(value instanceof ListNode);
    String shown =
        scalar ? "\"" + value + "\"" : value instanceof ListNode ? "a list" : "a mapping";
    return switch (type) {
      case "string" -> value instanceof String ? null : shown + " is no text";
      case "bool" -> value instanceof Boolean ? null : shown + " is neither true nor false";
      case "int" ->
          scalar && WHOLE.matcher(value.toString()).matches()
              ? null
              : shown + " is no whole number";
      case "number" ->
          value instanceof Number || (scalar && value.toString().matches("-?[0-9]+(\\.[0-9]+)?"))
              ? null
              : shown + " is no number";
      case "duration" ->
          value instanceof String text && DURATION.matcher(text).matches()
              ? null
              : shown + " is no duration such as 10s";
      case "strings" -> value instanceof ListNode ? null : shown + " is no list";
      case "list" -> value instanceof ListNode ? null : shown + " is no list";
      case "object", "map" -> value instanceof MapNode ? null : shown + " is no mapping";
      default -> {
        boolean allowed =
            value instanceof Number
                || (value instanceof String && List.of(type.split("\\|", -1)).contains(value));
        yield allowed ? null : shown + " is none of " + type.replace("|", ", ");
      }
    };
  }
}
