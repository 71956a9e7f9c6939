package meshlint.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import meshlint.graph.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds clauses that add nothing to what other clauses allow. Looked at are those that can be found
 * without comparing each with each: clauses for everybody, and clauses for the same peers.
 */
final class ImpliedClauses {
  /** Where clauses stand that can imply another one. */
  private record Key(String namespace, LabelSelector pods, Direction direction, Object peers) {}

  private static final String EVERYBODY = "everybody";

  private final Map<Key, List<Clause>> wide = new HashMap<>();
  private final Map<Clause, Integer> order = new HashMap<>();

  ImpliedClauses(List<Policy> policies) {
    for (Policy policy : policies) {
      for (Direction direction : Direction.values()) {
        for (Clause clause : policy.activeClauses(direction)) {
          order.put(clause, order.size());
          for (Object peers : keys(clause)) {
            wide.computeIfAbsent(key(policy.podSelector(), clause, peers), k -> new ArrayList<>())
                .add(clause);
          }
        }
      }
    }
  }

  private static Key key(LabelSelector pods, Clause clause, Object peers) {
    return new Key(clause.policy().namespace(), pods, clause.direction(), peers);
  }

  /** Under which peers a clause can be found by one that it implies. */
  private static Set<Object> keys(Clause clause) {
    Set<Object> out = new HashSet<>();
    out.add(peersOf(clause));
    boolean everyPod =
        clause.peers().stream()
            .anyMatch(
                peer ->
                    peer.ipBlock() == null
                        && !peer.isEmpty()
                        && SelectedPods.of(peer, clause.policy().namespace()).isEveryone());
    if (everyPod) {
      out.add(EVERYBODY);
    }
    return out;
  }

  private static Object peersOf(Clause clause) {
    return clause.peers().isEmpty()
        ? EVERYBODY
        : clause.peers().stream().map(PolicyPeer::toString).collect(Collectors.toSet());
  }

  /** The clauses of a policy that others imply, each with the first that does. */
  List<ImpliedClause> of(Policy policy) {
    List<ImpliedClause> out = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Clause clause : policy.activeClauses(direction)) {
        Clause by = by(clause);
        if (by != null) {
          out.add(new ImpliedClause(clause, by));
        }
      }
    }
    return out;
  }

  private @Nullable Clause by(Clause clause) {
    for (LabelSelector pods : both(LabelSelector.EVERYTHING, clause.policy().podSelector())) {
      for (Object peers : both(EVERYBODY, peersOf(clause))) {
        for (Clause other : wide.getOrDefault(key(pods, clause, peers), List.of())) {
          if (!other.equals(clause) && implies(other, clause)) {
            // Of two that say the same, the second is too much.
            boolean first = order.getOrDefault(other, 0) < order.getOrDefault(clause, 0);
            if (first || !implies(clause, other)) {
              return other;
            }
          }
        }
      }
    }
    return null;
  }

  private static <T> List<T> both(T one, T other) {
    return one.equals(other) ? List.of(one) : List.of(one, other);
  }

  private static boolean implies(Clause wide, Clause narrow) {
    return coversPeers(wide, narrow) && coversPorts(wide, narrow);
  }

  private static boolean coversPeers(Clause wide, Clause narrow) {
    if (wide.peers().isEmpty()) {
      return true;
    }
    return !narrow.peers().isEmpty()
        && narrow.peers().stream()
            .allMatch(
                peer ->
                    wide.peers().stream()
                        .anyMatch(w -> covers(w, peer, wide.policy().namespace())));
  }

  private static boolean covers(PolicyPeer wide, PolicyPeer narrow, String namespace) {
    if (wide.isEmpty() || narrow.isEmpty()) {
      return false;
    }
    IpBlock outer = wide.ipBlock();
    IpBlock inner = narrow.ipBlock();
    if (outer != null || inner != null) {
      return outer != null
          && inner != null
          && outer.cidr() != null
          && inner.cidr() != null
          && outer.cidr().contains(inner.cidr())
          && inner.except().containsAll(outer.except());
    }
    return SelectedPods.of(wide, namespace).covers(SelectedPods.of(narrow, namespace));
  }

  private static boolean coversPorts(Clause wide, Clause narrow) {
    if (wide.ports().isEmpty()) {
      return true;
    }
    return !narrow.ports().isEmpty()
        && narrow.ports().stream()
            .allMatch(port -> wide.ports().stream().anyMatch(w -> covers(w, port)));
  }

  private static boolean covers(PolicyPort wide, PolicyPort narrow) {
    if (!wide.protocol().equals(narrow.protocol())) {
      return false;
    }
    if (wide.name() != null || narrow.name() != null) {
      return wide.name() != null && wide.name().equals(narrow.name());
    }
    return wide.low() <= narrow.low() && wide.high() >= narrow.high();
  }
}
