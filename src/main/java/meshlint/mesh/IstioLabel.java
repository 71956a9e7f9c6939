package meshlint.mesh;

import java.util.List;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A label of Istio's that does not do what it says.
 *
 * @param object the object that carries it, on itself or on its pod template
 * @param key its name
 * @param value its value
 * @param place where it stands
 * @param on the kind of what carries it: for a pod template {@code Pod}
 * @param fault what is wrong with it
 * @param right the right name, or the values that it may have, or the kinds that it may stand on
 */
public record IstioLabel(
    KubeObject object,
    String key,
    String value,
    Place place,
    String on,
    Fault fault,
    List<String> right) {
  /** Copies the list. */
  public IstioLabel {
    right = List.copyOf(right);
  }

  /** What can be wrong with a label. */
  public enum Fault {
    /** Istio reads an annotation of that name. */
    ANNOTATION,
    /** Istio does not read it on this kind. */
    MISPLACED,
    /** The name is a slip of another. */
    SLIP,
    /** It has a value that Istio does not know. */
    VALUE
  }
}
