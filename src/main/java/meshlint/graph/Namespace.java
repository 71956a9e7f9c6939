package meshlint.graph;

import java.util.Map;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that some object of the input lives in, that the input defines, or that the
 * configuration names.
 *
 * @param name its name
 * @param object the Namespace object; null where the input has none
 * @param labels its labels as far as they are known; {@code kubernetes.io/metadata.name} is always
 *     there
 * @param labelsKnown whether {@code labels} are all there are
 */
public record Namespace(
    String name, @Nullable KubeObject object, Map<String, String> labels, boolean labelsKnown) {
  /** The label the API server puts on every namespace. */
  public static final String NAME_LABEL = "kubernetes.io/metadata.name";

  /** Copies the labels. */
  public Namespace {
    labels = Map.copyOf(labels);
  }

  /** A label; null where it is not set or not known, see {@link #has}. */
  public @Nullable String label(String key) {
    return labels.get(key);
  }

  /** Whether the label is set; unknown where the namespace's labels are. */
  public Known has(String key) {
    if (labels.containsKey(key)) {
      return Known.YES;
    }
    return labelsKnown ? Known.NO : Known.UNKNOWN;
  }

  /**
   * Whether a selector selects this namespace; unknown where it rests on labels that are not known.
   */
  public Known selectedBy(LabelSelector selector) {
    Known all = Known.YES;
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      String value = labels.get(wanted.getKey());
      if (value == null && !labelsKnown) {
        all = all.and(Known.UNKNOWN);
      } else {
        all = all.and(Known.of(wanted.getValue().equals(value)));
      }
    }
    for (LabelSelector.Requirement requirement : selector.expressions()) {
      if (!labels.containsKey(requirement.key()) && !labelsKnown) {
        all = all.and(Known.UNKNOWN);
      } else {
        all = all.and(Known.of(requirement.matches(labels)));
      }
    }
    return all;
  }

  /** Where a label stands; null where the input has no Namespace object. */
  public @Nullable Place labelPlace(String key) {
    return object == null ? null : object.place("metadata", "labels", key);
  }
}
