package meshlint.graph;

import java.util.List;
import meshlint.manifest.KubeObject;

/**
 * Objects that would live in one cluster together.
 *
 * @param name the folder or file that makes this world a world of its own; empty where the input is
 *     one
 * @param objects its objects, in input order
 */
public record World(String name, List<KubeObject> objects) {
  /** Copies the list. */
  public World {
    objects = List.copyOf(objects);
  }
}
