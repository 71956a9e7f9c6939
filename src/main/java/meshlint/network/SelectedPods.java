package meshlint.network;

import java.util.Map;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;

/**
 * Pods that selectors mean.
 *
 * @param namespaces what their namespace has; a policy's own namespace is its name label
 * @param pods what they have
 */
record SelectedPods(LabelSelector namespaces, LabelSelector pods) {
  static final SelectedPods EVERYONE =
      new SelectedPods(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING);

  static SelectedPods of(PolicyPeer peer, String home) {
    return new SelectedPods(
        peer.namespaces() != null
            ? peer.namespaces()
            : LabelSelector.ofLabels(Map.of(Namespace.NAME_LABEL, home)),
        peer.pods() == null ? LabelSelector.EVERYTHING : peer.pods());
  }

  boolean isEveryone() {
    return namespaces.isEmpty() && pods.isEmpty();
  }

  /** Whether all pods that another one means are among these. */
  boolean covers(SelectedPods other) {
    return implied(namespaces, other.namespaces) && implied(pods, other.pods);
  }

  private static boolean implied(LabelSelector wide, LabelSelector narrow) {
    return narrow.equal().entrySet().containsAll(wide.equal().entrySet())
        && wide.expressions().stream()
            .allMatch(
                wanted ->
                    narrow.expressions().contains(wanted)
                        || (narrow.equal().containsKey(wanted.key())
                            && wanted.matches(narrow.equal())));
  }

  boolean means(Pods group) {
    return namespaces.matches(group.namespaceLabels()) && pods.matches(group.labels());
  }

  /** {@code [pods app=web of namespaces team=a]}. */
  @Override
  public String toString() {
    if (isEveryone()) {
      return Exposure.CLUSTER;
    }
    String who = pods.isEmpty() ? "all pods" : "pods " + pods;
    String name = namespaces.equal().get(Namespace.NAME_LABEL);
    boolean named =
        name != null && namespaces.equal().size() == 1 && namespaces.expressions().isEmpty();
    String where =
        namespaces.isEmpty()
            ? "of all namespaces"
            : named ? "of namespace " + name : "of namespaces " + namespaces;
    return "[" + who + " " + where + "]";
  }
}
