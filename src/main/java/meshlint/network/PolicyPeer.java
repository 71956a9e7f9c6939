package meshlint.network;

import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a clause's {@code from} or {@code to}.
 *
 * @param node its mapping
 * @param namespaces its {@code namespaceSelector}; null where it has none, which means the policy's
 *     own namespace
 * @param pods its {@code podSelector}; null where it has none, which means every pod
 * @param ipBlock its {@code ipBlock}, which excludes selectors; null where it has none
 */
public record PolicyPeer(
    MapNode node,
    @Nullable LabelSelector namespaces,
    @Nullable LabelSelector pods,
    @Nullable IpBlock ipBlock) {
  static PolicyPeer of(MapNode node) {
    MapNode block = node.map("ipBlock");
    return new PolicyPeer(
        node,
        selector(node, "namespaceSelector"),
        selector(node, "podSelector"),
        block == null ? null : IpBlock.of(block));
  }

  private static @Nullable LabelSelector selector(MapNode node, String key) {
    MapNode written = node.map(key);
    return written == null ? null : LabelSelector.parse(written);
  }

  /**
   * Whether it has neither selector nor block: the API server refuses it, and it matches nothing.
   */
  boolean isEmpty() {
    return namespaces == null && pods == null && ipBlock == null;
  }

  /** Whether it means pods of the policy's own namespace only. */
  public boolean ownNamespaceOnly() {
    return namespaces == null && pods != null && ipBlock == null;
  }

  /** Whether it names someone, rather than all pods of this or of every namespace. */
  boolean isSpecific() {
    return ipBlock == null
        && ((namespaces != null && !namespaces.isEmpty()) || (pods != null && !pods.isEmpty()));
  }

  /** Whether a peer is one of these, for a policy of this namespace. */
  Known matches(String policyNamespace, Endpoint peer) {
    if (isEmpty()) {
      return Known.NO;
    }
    if (ipBlock != null) {
      return peer.inBlock(ipBlock);
    }
    return peer.selectedBy(policyNamespace, namespaces, pods);
  }

  /** The peer in words, such as {@code pods app=web of namespaces team=a} or {@code 10.0.0.0/8}. */
  @Override
  public String toString() {
    if (ipBlock != null) {
      return ipBlock.toString();
    }
    String who = pods == null || pods.isEmpty() ? "all pods" : "pods " + pods;
    if (namespaces == null) {
      return who + " of the same namespace";
    }
    return who + (namespaces.isEmpty() ? " of all namespaces" : " of namespaces " + namespaces);
  }
}
