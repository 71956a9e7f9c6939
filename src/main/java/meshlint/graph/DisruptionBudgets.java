package meshlint.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** The PodDisruptionBudgets of a world. */
public final class DisruptionBudgets {
  /** The kind. */
  public static final Kind KIND = new Kind("policy", "PodDisruptionBudget");

  private static final Kind AUTOSCALER = new Kind("autoscaling", "HorizontalPodAutoscaler");

  private record Target(String kind, String namespace, String name) {}

  private final Map<KubeObject, DisruptionBudget> byObject = new LinkedHashMap<>();
  private final Map<Workload, List<DisruptionBudget>> byWorkload = new HashMap<>();
  private final Map<Target, Long> minimums = new HashMap<>();

  /** Reads the budgets of a world. */
  public DisruptionBudgets(ObjectGraph graph) {
    for (KubeObject object : graph.objectsOf(AUTOSCALER)) {
      MapNode spec = object.spec();
      MapNode target = spec == null ? null : spec.map("scaleTargetRef");
      String kind = target == null ? null : target.text("kind");
      String name = target == null ? null : target.text("name");
      if (spec != null && kind != null && name != null) {
        Long minimum = spec.integer("minReplicas");
        minimums.put(
            new Target(kind, object.namespace(), name),
            minimum == null ? Long.valueOf(1) : minimum);
      }
    }
    for (KubeObject object : graph.objectsOf(KIND)) {
      DisruptionBudget budget = read(graph, object);
      byObject.put(object, budget);
      if (graph.earlierOfSameIdentity(object) == null) {
        for (Workload workload : budget.workloads()) {
          byWorkload.computeIfAbsent(workload, k -> new ArrayList<>(1)).add(budget);
        }
      }
    }
  }

  /** The budget that an object is; null for an object of another kind. */
  public @Nullable DisruptionBudget of(KubeObject object) {
    return byObject.get(object);
  }

  /** The budgets that select a workload's pods, in input order. */
  public List<DisruptionBudget> of(Workload workload) {
    return List.copyOf(byWorkload.getOrDefault(workload, List.of()));
  }

  private DisruptionBudget read(ObjectGraph graph, KubeObject object) {
    MapNode spec = object.spec();
    MapNode selector = spec == null ? null : spec.map("selector");
    LabelSelector parsed = LabelSelector.parse(selector);
    // policy/v1 lets the empty selector select all pods, v1beta1 none; without a selector: none.
    boolean none =
        selector == null || (parsed.isEmpty() && object.ref().apiVersion().endsWith("beta1"));
    List<Workload> selected = new ArrayList<>();
    if (!none) {
      for (Workload workload : graph.workloadsSelectedBy(object.namespace(), parsed)) {
        if (!workload.runsToCompletion()) {
          selected.add(workload);
        }
      }
    }
    long pods = 0;
    boolean written = true;
    boolean countable = !selected.isEmpty();
    for (Workload workload : selected) {
      Long minimum =
          minimums.get(new Target(workload.kind(), workload.namespace(), workload.name()));
      MapNode ownSpec = workload.object().spec();
      countable &= !workload.object().kind().equals(Kinds.DAEMON_SET);
      written &= minimum != null || (ownSpec != null && ownSpec.integer("replicas") != null);
      // An autoscaler takes nothing that is scaled to zero on purpose.
      pods += minimum == null || workload.replicas() == 0 ? workload.replicas() : minimum;
    }
    Long evictable = spec == null || !countable || pods == 0 ? null : evictable(spec, pods);
    return new DisruptionBudget(object, selected, pods, written, evictable);
  }

  /** As the disruption controller counts: percentages are rounded up. */
  private static @Nullable Long evictable(MapNode spec, long pods) {
    Long unavailable = count(spec.get("maxUnavailable"), pods);
    if (unavailable != null) {
      return Math.min(unavailable, pods);
    }
    Long available = count(spec.get("minAvailable"), pods);
    return available == null ? null : Long.valueOf(Math.max(0, pods - available));
  }

  private static @Nullable Long count(@Nullable Object written, long pods) {
    if (written instanceof Long number) {
      return number;
    }
    if (written instanceof String text && text.matches("\\d{1,3}%")) {
      long percent = Long.parseLong(text.substring(0, text.length() - 1));
      return (percent * pods + 99) / 100;
    }
    return null;
  }
}
