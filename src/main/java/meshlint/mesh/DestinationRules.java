package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The DestinationRules of a world and which of them a client uses for a host
 * (pilot/pkg/model/push_context.go destinationRule, destination_rule.go mergeDestinationRule).
 */
final class DestinationRules {
  private final String root;
  private final Map<String, ByHost> byNamespace = new HashMap<>();
  private final Map<KubeObject, TrafficRule> ruleOf = new HashMap<>();

  /** The rules of one namespace: exact hosts by name, wildcards the longest first. */
  private static final class ByHost {
    private final Map<String, List<TrafficRule>> exact = new LinkedHashMap<>();
    private final Map<String, List<TrafficRule>> wild = new LinkedHashMap<>();

    List<TrafficRule> at(String host) {
      Map<String, List<TrafficRule>> rules = host.startsWith("*") ? wild : exact;
      return rules.computeIfAbsent(host, k -> new ArrayList<>(1));
    }
  }

  DestinationRules(ObjectGraph graph, Mesh mesh) {
    this.root = mesh.config().rootNamespace();
    List<String> defaults = mesh.config().defaultDestinationRuleExportTo();
    for (KubeObject rule : Age.sorted(graph.objectsOf(Kinds.DESTINATION_RULE))) {
      if (!(rule.root().at("spec", "host") instanceof String written)
          || mesh.isRead(rule).isNo()
          || mesh.isDiscovered(rule.namespace()).isNo()) {
        continue;
      }
      String host = mesh.completeHost(written, rule.namespace());
      MapNode selector = rule.root().mapAt("spec", "workloadSelector");
      LabelSelector workloads = selector == null ? null : LabelSelector.parse(selector);
      ExportTo exportTo =
          workloads != null
              ? new ExportTo(false, Set.of(rule.namespace()), null)
              : ExportTo.ofField(rule, defaults);
      List<TrafficRule> there =
          byNamespace.computeIfAbsent(rule.namespace(), k -> new ByHost()).at(host);
      merge(there, rule, host, exportTo, workloads);
    }
  }

  /** Adds a rule to the first one of its host that it merges with, or as one of its own. */
  private void merge(
      List<TrafficRule> there,
      KubeObject rule,
      String host,
      ExportTo exportTo,
      @Nullable LabelSelector workloads) {
    for (int i = 0; i < there.size(); i++) {
      TrafficRule earlier = there.get(i);
      boolean sameAudience =
          earlier.exportTo().everyone() == exportTo.everyone()
              && earlier.exportTo().namespaces().equals(exportTo.namespaces());
      if (sameAudience && Objects.equals(earlier.workloads(), workloads)) {
        List<KubeObject> objects = new ArrayList<>(earlier.objects());
        objects.add(rule);
        TrafficRule merged = new TrafficRule(host, objects, earlier.exportTo(), workloads);
        there.set(i, merged);
        objects.forEach(object -> ruleOf.put(object, merged));
        return;
      }
    }
    TrafficRule own = new TrafficRule(host, List.of(rule), exportTo, workloads);
    there.add(own);
    ruleOf.put(rule, own);
  }

  /** The rule that a DestinationRule became part of; null for one that no istiod reads. */
  @Nullable TrafficRule of(KubeObject object) {
    return ruleOf.get(object);
  }

  /**
   * The rule that a client uses.
   *
   * @param client namespace of the client
   * @param labels labels of the client's pods
   * @param host full name of the host
   * @param serviceNamespace namespace of the Service or ServiceEntry behind it
   */
  @Nullable TrafficRule lookup(
      String client, Map<String, String> labels, String host, String serviceNamespace) {
    if (!client.equals(root)) {
      List<TrafficRule> own = new ArrayList<>();
      for (List<TrafficRule> rules : candidates(client, host)) {
        rules.stream().filter(rule -> rule.exportTo().includes(client)).forEach(own::add);
        // Rules that the namespace does not export to itself are not there for it.
        if (!own.isEmpty()) {
          return chosen(own, labels);
        }
      }
    } else {
      for (List<TrafficRule> rules : candidates(root, host)) {
        List<TrafficRule> own = rules.stream().filter(rule -> isPrivate(rule, root)).toList();
        if (!own.isEmpty()) {
          return chosen(own, labels);
        }
      }
    }
    TrafficRule ofService = exported(serviceNamespace, client, host, labels);
    if (ofService != null || serviceNamespace.equals(root)) {
      return ofService;
    }
    return exported(root, client, host, labels);
  }

  /** Of a namespace's exported rules the most specific one, if the client is among its audience. */
  private @Nullable TrafficRule exported(
      String namespace, String client, String host, Map<String, String> labels) {
    for (List<TrafficRule> rules : candidates(namespace, host)) {
      List<TrafficRule> exported =
          rules.stream().filter(rule -> !isPrivate(rule, namespace)).toList();
      if (!exported.isEmpty()) {
        // A wider rule that is exported to the client is not tried after this one.
        return chosen(
            exported.stream().filter(rule -> rule.exportTo().includes(client)).toList(), labels);
      }
    }
    return null;
  }

  private static boolean isPrivate(TrafficRule rule, String namespace) {
    ExportTo exportTo = rule.exportTo();
    return rule.workloads() != null
        || (!exportTo.everyone() && exportTo.namespaces().equals(Set.of(namespace)));
  }

  private static @Nullable TrafficRule chosen(List<TrafficRule> rules, Map<String, String> labels) {
    TrafficRule catchAll = null;
    for (TrafficRule rule : rules) {
      LabelSelector workloads = rule.workloads();
      if (workloads == null) {
        catchAll = catchAll == null ? rule : catchAll;
      } else if (workloads.matches(labels)) {
        return rule;
      }
    }
    return catchAll;
  }

  /** The rules of a namespace by host, the most specific host first. */
  private List<List<TrafficRule>> candidates(String namespace, String host) {
    ByHost there = byNamespace.get(namespace);
    if (there == null) {
      return List.of();
    }
    List<List<TrafficRule>> out = new ArrayList<>();
    List<TrafficRule> exact = there.exact.get(host);
    if (exact != null) {
      out.add(exact);
    }
    there.wild.keySet().stream()
        .filter(wildcard -> Hosts.contains(wildcard, host))
        .sorted((a, b) -> Integer.compare(b.length(), a.length()))
        .forEach(wildcard -> out.add(there.wild.getOrDefault(wildcard, List.of())));
    return out;
  }
}
