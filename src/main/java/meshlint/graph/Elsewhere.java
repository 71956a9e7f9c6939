package meshlint.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;

/**
 * What the other worlds of one input hold. What a world lacks and another world has is unknown in
 * it rather than absent: the way the worlds were told apart is a guess.
 */
public final class Elsewhere {
  /** Of an input that is one world. */
  public static final Elsewhere NOWHERE = new Elsewhere(List.of());

  private record Key(Kind kind, String namespace, String name) {}

  private final Set<Key> keys = new HashSet<>();
  private final Map<String, Map<String, Set<String>>> labels = new HashMap<>();
  private final List<KubeObject> objects;

  /** What these objects, those of all worlds together, hold. */
  public Elsewhere(List<KubeObject> objects) {
    this.objects = List.copyOf(objects);
    for (KubeObject object : this.objects) {
      keys.add(new Key(object.kind(), object.namespace(), object.name()));
      Workload workload = Workload.of(object);
      if (workload != null) {
        Map<String, Set<String>> here =
            labels.computeIfAbsent(workload.namespace(), k -> new HashMap<>());
        workload
            .labels()
            .forEach((key, value) -> here.computeIfAbsent(key, k -> new HashSet<>()).add(value));
      }
    }
  }

  /** Whether some world has an object of this identity. */
  public boolean has(Kind kind, String namespace, String name) {
    return keys.contains(new Key(kind, namespace, name));
  }

  /**
   * Whether some workload of the namespace may meet the selector's plain labels. Each label is
   * looked up by itself, so this can say yes too often, never no too often.
   */
  public boolean hasWorkload(String namespace, LabelSelector selector) {
    Map<String, Set<String>> here = labels.get(namespace);
    if (here == null) {
      return false;
    }
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      if (!here.getOrDefault(wanted.getKey(), Set.of()).contains(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** All objects of the input. */
  public List<KubeObject> objects() {
    return objects;
  }
}
