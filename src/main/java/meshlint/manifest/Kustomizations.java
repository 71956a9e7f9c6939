package meshlint.manifest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import meshlint.source.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * What the kustomizations of the input say about other files: those they apply as patches are
 * partial objects. A file that some kustomization also lists as a resource is a whole object and
 * stays one.
 */
final class Kustomizations {
  private static final Set<String> FILE_NAMES =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final List<String> PATCH_ENTRIES =
      List.of("patches", "patchesJson6902", "replacements");
  private static final List<String> RESOURCE_ENTRIES = List.of("resources", "bases");

  private final Set<Path> patches = new HashSet<>();
  private final Set<Path> resources = new HashSet<>();

  /** Whether a document is a kustomization: by its kind, or without one by its file's name. */
  static boolean isKustomization(MapNode root, InputFile file) {
    String apiVersion = root.string("apiVersion");
    String kind = root.string("kind");
    if (apiVersion != null && apiVersion.startsWith("kustomize.config.k8s.io/")) {
      return true;
    }
    return (kind == null || kind.equals("Kustomization"))
        && apiVersion == null
        && hasFileName(file);
  }

  private static boolean hasFileName(InputFile file) {
    String display = file.displayPath();
    return FILE_NAMES.contains(display.substring(display.lastIndexOf('/') + 1));
  }

  /** Takes note of what a kustomization refers to. */
  void learn(MapNode root, InputFile file) {
    Path path = file.path();
    Path folder = path == null ? null : path.getParent();
    if (folder == null) {
      return;
    }
    for (String entry : PATCH_ENTRIES) {
      for (MapNode patch : root.maps(entry)) {
        add(patches, folder, patch.string("path"));
      }
    }
    for (String inlineOrPath : strings(root, "patchesStrategicMerge")) {
      add(patches, folder, inlineOrPath);
    }
    for (String entry : RESOURCE_ENTRIES) {
      for (String resource : strings(root, entry)) {
        add(resources, folder, resource);
      }
    }
  }

  /** Whether a file is a patch and nothing else. */
  boolean isPatch(InputFile file) {
    Path path = file.path();
    return path != null && patches.contains(path) && !resources.contains(path);
  }

  private static List<String> strings(MapNode root, String key) {
    ListNode list = root.list(key);
    return list == null ? new ArrayList<>() : list.strings();
  }

  private static void add(Set<Path> paths, Path folder, @Nullable String relative) {
    // A patch may also be written in place, as YAML text of several lines.
    if (relative == null || relative.indexOf('\n') >= 0) {
      return;
    }
    try {
      paths.add(folder.resolve(relative).normalize());
    } catch (InvalidPathException e) {
      // Text that is no path names no file of the input.
    }
  }
}
