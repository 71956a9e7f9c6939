package meshlint.network;

import java.util.List;
import java.util.Map;
import meshlint.finding.Nearest;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * A peer that selects pods, held against the pods of the input.
 *
 * @param clause the clause it stands in
 * @param peer the peer; never an {@code ipBlock}
 * @param fits whether some pods fit; no only where the input shows all that could
 * @param meantNamespace where none fit for sure or perhaps: the Namespace of the input that its
 *     namespaceSelector means but for a slip of the pen, or by a label that is only its name; null
 *     where there is none
 * @param meantWorkload where none fit: the workload that its podSelector means but for a slip of
 *     the pen; null where there is none
 */
public record PeerUse(
    Clause clause,
    PolicyPeer peer,
    Known fits,
    @Nullable Namespace meantNamespace,
    @Nullable Workload meantWorkload) {
  static PeerUse of(ObjectGraph graph, Clause clause, PolicyPeer peer) {
    Known fits = fits(graph, clause.policy().namespace(), peer);
    if (fits.isYes()) {
      return new PeerUse(clause, peer, fits, null, null);
    }
    LabelSelector namespaces = peer.namespaces();
    String home = clause.policy().namespace();
    if (namespaces != null) {
      Namespace meant = selectsSome(graph, namespaces) ? null : meant(graph, namespaces);
      if (meant != null) {
        return new PeerUse(clause, peer, fits, meant, null);
      }
      home = namespaces.equal().get(Namespace.NAME_LABEL);
    }
    Workload workload =
        home == null || peer.pods() == null || fits.isUnknown()
            ? null
            : graph.slip(home, peer.pods());
    return new PeerUse(clause, peer, fits, null, workload);
  }

  private static Known fits(ObjectGraph graph, String home, PolicyPeer peer) {
    LabelSelector pods = peer.pods() == null ? LabelSelector.EVERYTHING : peer.pods();
    if (peer.namespaces() == null) {
      return graph.selectsWorkload(home, pods);
    }
    String pinned = peer.namespaces().equal().get(Namespace.NAME_LABEL);
    boolean all = graph.settings().complete() || (pinned != null && graph.knowsNamespace(pinned));
    Known any = all ? Known.NO : Known.UNKNOWN;
    for (Namespace namespace : graph.namespaces()) {
      Known there = namespace.selectedBy(peer.namespaces());
      if (!there.isNo()) {
        Known some = pods.isEmpty() ? Known.YES : graph.selectsWorkload(namespace.name(), pods);
        if (namespace.name().equals(graph.settings().istioNamespace())) {
          // Gateways come with an installation that the input rarely shows in full.
          some = some.or(Known.UNKNOWN);
        }
        any = any.or(there.and(some));
      }
      if (any.isYes()) {
        return any;
      }
    }
    return any;
  }

  private static boolean selectsSome(ObjectGraph graph, LabelSelector namespaces) {
    return graph.namespaces().stream()
        .anyMatch(namespace -> namespace.selectedBy(namespaces).isYes());
  }

  /** The Namespace that would fit if one label were as the selector has it. */
  private static @Nullable Namespace meant(ObjectGraph graph, LabelSelector selector) {
    for (Namespace namespace : graph.namespaces()) {
      if (namespace.object() == null) {
        continue;
      }
      int wrong = 0;
      boolean near = true;
      for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
        String value = namespace.label(wanted.getKey());
        if (wanted.getValue().equals(value)) {
          continue;
        }
        wrong++;
        near &=
            value == null
                ? wanted.getValue().equals(namespace.name())
                : Nearest.slip(wanted.getValue(), List.of(value)) != null;
      }
      boolean rest = selector.expressions().stream().allMatch(e -> e.matches(namespace.labels()));
      if (wrong == 1 && near && rest) {
        return namespace;
      }
    }
    return null;
  }
}
