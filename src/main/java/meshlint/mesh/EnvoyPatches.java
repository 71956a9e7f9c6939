package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;

/** Reads the patches of EnvoyFilters, and which of them speak of the same filter. */
public final class EnvoyPatches {
  private final Map<KubeObject, List<EnvoyPatch>> byObject = new HashMap<>();

  /** The EnvoyFilters of a mesh, in input order. */
  EnvoyPatches(Mesh mesh) {
    Map<String, Place> versioned = new HashMap<>();
    for (KubeObject object : mesh.graph().objectsOf(Kinds.ENVOY_FILTER)) {
      byObject.put(object, read(object, versioned));
    }
  }

  private static List<EnvoyPatch> read(KubeObject object, Map<String, Place> versioned) {
    List<EnvoyPatch> out = new ArrayList<>();
    MapNode spec = object.spec();
    if (spec == null) {
      return out;
    }
    for (MapNode config : spec.maps("configPatches")) {
      MapNode patch = config.map("patch");
      if (patch == null) {
        continue;
      }
      String filter = filter(config, patch);
      MapNode proxy = config.mapAt("match", "proxy");
      String version = proxy == null ? null : proxy.text("proxyVersion");
      Place limited =
          proxy == null || version == null || version.isEmpty()
              ? null
              : proxy.placeOf("proxyVersion");
      out.add(
          new EnvoyPatch(
              object,
              patch.placeOf("operation"),
              text(patch, "operation"),
              text(config, "applyTo"),
              filter,
              limited,
              versioned.get(filter)));
      if (limited != null) {
        versioned.putIfAbsent(filter, limited);
      }
    }
    return List.copyOf(out);
  }

  private static String text(MapNode node, String key) {
    String found = node.text(key);
    return found == null ? "" : found;
  }

  private static String filter(MapNode config, MapNode patch) {
    MapNode value = patch.map("value");
    if (value == null) {
      return "";
    }
    String name = value.text("name");
    if (name != null) {
      return name;
    }
    MapNode looked = config.mapAt("match", "listener", "filterChain", "filter");
    return looked == null ? "" : text(looked, "name");
  }

  /** The patches of an EnvoyFilter, in file order; empty for any other object. */
  public List<EnvoyPatch> of(KubeObject object) {
    return byObject.getOrDefault(object, List.of());
  }
}
