package meshlint.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Denials gathered by cause. Each workload's denial goes to one policy; the workloads that share it
 * become one {@link Blockage}.
 */
final class Blockages {
  private record Denial(@Nullable Workload workload, PolicyVerdict verdict) {}

  private final String peer;
  private final String protocol;
  private final int port;
  private final List<Denial> denials = new ArrayList<>();

  Blockages(String peer, String protocol, int port) {
    this.peer = peer;
    this.protocol = protocol;
    this.port = port;
  }

  /**
   * Adds what was decided for a workload, null for pods that the input does not show; anything but
   * a denial by NetworkPolicies is left out.
   */
  void add(@Nullable Workload workload, PolicyVerdict verdict) {
    if (verdict.denied() && !verdict.isolating().isEmpty()) {
      denials.add(new Denial(workload, verdict));
    }
  }

  /** One blockage per policy that causes denials, in the order of its first workload. */
  List<Blockage> byPolicy() {
    Map<Policy, Integer> reach = new HashMap<>();
    for (Denial denial : denials) {
      for (Policy policy : denial.verdict().isolating()) {
        reach.merge(policy, 1, Integer::sum);
      }
    }
    Map<Policy, List<Denial>> byCause = new LinkedHashMap<>();
    for (Denial denial : denials) {
      byCause.computeIfAbsent(cause(denial.verdict(), reach), k -> new ArrayList<>()).add(denial);
    }
    List<Blockage> out = new ArrayList<>();
    byCause.forEach((policy, group) -> out.add(blockage(policy, group)));
    return out;
  }

  private static Policy cause(PolicyVerdict verdict, Map<Policy, Integer> reach) {
    if (verdict.clause() != null && verdict.clause().policy().object().linted()) {
      return verdict.clause().policy();
    }
    Collection<Policy> linted =
        verdict.isolating().stream().filter(policy -> policy.object().linted()).toList();
    // max keeps the last of equals, so compare by reach only and take the first that has the most.
    int most = linted.stream().mapToInt(policy -> reach.getOrDefault(policy, 0)).max().orElse(0);
    return linted.stream()
        .filter(policy -> reach.getOrDefault(policy, 0) == most)
        .findFirst()
        .orElseGet(() -> verdict.isolating().get(0));
  }

  private Blockage blockage(Policy policy, List<Denial> group) {
    Set<Policy> others = new LinkedHashSet<>();
    List<Workload> workloads = new ArrayList<>();
    for (Denial denial : group) {
      if (denial.workload() != null) {
        workloads.add(denial.workload());
      }
      others.addAll(denial.verdict().isolating());
    }
    others.remove(policy);
    PolicyVerdict first =
        group.stream()
            .map(Denial::verdict)
            .min(Comparator.comparingInt(verdict -> verdict.clause() == null ? 1 : 0))
            .orElseThrow();
    Clause clause =
        first.clause() != null && first.clause().policy() == policy ? first.clause() : null;
    Place place = clause == null ? policy.place(first.direction()) : first.evidence().get(0);
    return new Blockage(
        policy,
        first.direction(),
        peer,
        protocol,
        port,
        workloads,
        List.copyOf(others),
        clause,
        place,
        first.reason());
  }
}
