package meshlint.mesh;

import java.util.List;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * An annotation of Istio's on an object or its pod template.
 *
 * @param object the object
 * @param key its name
 * @param value its value
 * @param place where it stands
 * @param on the kind of what carries it: for a pod template {@code Pod}
 * @param known whether Istio knows an annotation of that name
 * @param kinds the kinds that it may stand on; empty where it is not known
 * @param status {@code Alpha}, {@code Beta} or {@code Stable}; empty where none is given
 * @param deprecated whether Istio discourages it
 * @param problem what is wrong with the value, as a clause; null where nothing is
 * @param similar a known annotation of a similar name; null for none
 */
public record IstioAnnotation(
    KubeObject object,
    String key,
    String value,
    Place place,
    String on,
    boolean known,
    List<String> kinds,
    String status,
    boolean deprecated,
    @Nullable String problem,
    @Nullable String similar) {
  /** Copies the list. */
  public IstioAnnotation {
    kinds = List.copyOf(kinds);
  }

  /** Whether it stands on a kind of object where Istio does not read it. */
  public boolean isMisplaced() {
    return known && !kinds.contains("Any") && !kinds.contains(on);
  }
}
