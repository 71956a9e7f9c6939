package meshlint.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import meshlint.graph.Workload;
import meshlint.mesh.Injection;
import meshlint.mesh.Mesh;
import org.jspecify.annotations.Nullable;

/**
 * What pods need from the network whatever their application: DNS, istiod for those with a proxy,
 * the API server for istiod, HBONE for ambient pods, their peers for clustered StatefulSets.
 * Answers are gathered per policy that stops it.
 */
public final class Needs {
  private static final int WEBHOOK = 15017;
  private static final int HBONE = 15008;
  private static final int MERGED_METRICS = 15020;
  private static final Pattern PROMETHEUS = Pattern.compile("(^|/)prometheus(:|@|$)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  private final Network network;
  private final Mesh mesh;
  private final Map<String, Map<Policy, List<Blockage>>> found = new HashMap<>();

  /** The needs in one world. */
  public Needs(Network network, Mesh mesh) {
    this.network = network;
    this.mesh = mesh;
  }

  private List<Blockage> of(Policy policy, String question, Supplier<List<Blockage>> answer) {
    Map<Policy, List<Blockage>> known = found.get(question);
    if (known == null) {
      known = new HashMap<>();
      for (Blockage blockage : answer.get()) {
        known.computeIfAbsent(blockage.policy(), k -> new ArrayList<>()).add(blockage);
      }
      found.put(question, known);
    }
    return known.getOrDefault(policy, List.of());
  }

  private boolean hasProxy(Workload workload) {
    Injection injection = mesh.injection(workload);
    return injection.state().isYes() && injection.mode() != Injection.Mode.AMBIENT;
  }

  // --- egress: DNS and istiod ----------------------------------------------------

  /**
   * Workloads with a proxy that a policy keeps from cluster DNS. Their proxy cannot find istiod.
   *
   * @param protocol {@code UDP} or {@code TCP}
   */
  public List<Blockage> dnsOfProxies(Policy policy, String protocol) {
    return of(
        policy,
        "DNS of proxies " + protocol,
        () -> stopped(DnsTarget.of(network, protocol), w -> usesClusterDns(w) && hasProxy(w)));
  }

  /**
   * Workloads without a proxy that a policy keeps from cluster DNS though it lets them reach things
   * that one finds by name. Where nothing may be reached, DNS is not missed.
   *
   * @param protocol {@code UDP} or {@code TCP}
   */
  public List<Blockage> dns(Policy policy, String protocol) {
    return of(
        policy,
        "DNS " + protocol,
        () ->
            stopped(
                DnsTarget.of(network, protocol),
                w -> usesClusterDns(w) && !hasProxy(w) && reachesByName(w)));
  }

  /** Workloads with a proxy that a policy keeps from istiod's port 15012. */
  public List<Blockage> istiod(Policy policy) {
    return of(policy, "istiod", () -> stopped(IstiodTarget.of(network, mesh), this::hasProxy));
  }

  private List<Blockage> stopped(Target target, Predicate<Workload> needs) {
    Blockages blockages = new Blockages(target.description(), target.protocol(), target.port());
    Map<Object, PolicyVerdict> known = new HashMap<>();
    String asked = target.description() + " on " + target.protocol() + " " + target.port();
    for (Workload workload : network.graph().workloads()) {
      Endpoint end = network.endpoint(workload);
      List<Network.Selecting> selecting = network.selectingOf(end);
      if (selecting.isEmpty() || end.hostNetwork()) {
        continue;
      }
      PolicyVerdict verdict =
          known.computeIfAbsent(
              network.deciding(end, Direction.EGRESS),
              k -> network.decide(selecting, Direction.EGRESS, target, asked, end));
      if (verdict.denied() && needs.test(workload)) {
        blockages.add(workload, verdict);
      }
    }
    return blockages.byPolicy();
  }

  private static boolean usesClusterDns(Workload workload) {
    return workload.dnsPolicy().startsWith("ClusterFirst");
  }

  /** Whether the policies of a workload let it send to pods, or to much of the world. */
  private boolean reachesByName(Workload workload) {
    for (Policy policy : network.isolating(workload, Direction.EGRESS)) {
      for (Clause clause : policy.activeClauses(Direction.EGRESS)) {
        if (clause.peers().isEmpty()) {
          return true;
        }
        for (PolicyPeer peer : clause.peers()) {
          if (peer.ipBlock() == null ? !peer.isEmpty() : peer.ipBlock().isWide()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  // --- ingress of istiod -----------------------------------------------------------

  /** Workloads with a proxy whose connection to istiod's port 15012 a policy of istiod refuses. */
  public List<Blockage> istiodIngress(Policy policy) {
    return of(policy, "istiod ingress", this::refusedByIstiod);
  }

  private List<Blockage> refusedByIstiod() {
    List<Blockage> out = new ArrayList<>();
    for (Endpoint istiod : IstiodTarget.istiods(network, mesh)) {
      if (!isSubject(istiod)) {
        continue;
      }
      Blockages blockages = new Blockages(istiod.description(), "TCP", IstiodTarget.XDS);
      Map<Map<String, String>, Map<String, PolicyVerdict>> known = new HashMap<>();
      for (Workload workload : network.graph().workloads()) {
        Endpoint client = network.endpoint(workload);
        if (client.hostNetwork() || !hasProxy(workload)) {
          continue;
        }
        blockages.add(
            workload,
            known
                .computeIfAbsent(workload.labels(), k -> new HashMap<>())
                .computeIfAbsent(
                    workload.namespace(),
                    k -> network.ingress(istiod, client, "TCP", IstiodTarget.XDS)));
      }
      out.addAll(blockages.byPolicy());
    }
    return out;
  }

  /**
   * Whether a policy keeps the API server from istiod's webhooks on port 15017; the workload is
   * istiod. A selector cannot mean the API server, except one that can mean kube-system, where
   * managed clusters run the tunnels through which it calls.
   */
  public List<Blockage> istiodWebhook(Policy policy) {
    return of(
        policy,
        "istiod webhook",
        () -> {
          List<Blockage> out = new ArrayList<>();
          for (Endpoint istiod : IstiodTarget.istiods(network, mesh)) {
            if (isSubject(istiod)) {
              Blockages blockages = new Blockages("the API server", "TCP", WEBHOOK);
              blockages.add(
                  istiod.workload(), network.ingress(istiod, network.apiServer(), "TCP", WEBHOOK));
              out.addAll(blockages.byPolicy());
            }
          }
          return out;
        });
  }

  /**
   * Whether policies isolate an istiod, and the input shows that it is meant: an istiod that the
   * input does not show comes with policies that it does not show either, unless one of the input's
   * names it.
   */
  private boolean isSubject(Endpoint istiod) {
    return Network.isolating(network.selectingOf(istiod), Direction.INGRESS).stream()
        .anyMatch(policy -> istiod.workload() != null || !policy.podSelector().isEmpty());
  }

  // --- metrics -----------------------------------------------------------------------

  /**
   * Workloads whose annotations ask to be scraped on a port that a policy closes to Prometheus: to
   * the ones that the input has, else to any that it does not show. Ambient ones are left out,
   * since their port depends on whether Prometheus is in the mesh.
   */
  public List<Blockage> metrics(Policy policy) {
    return of(policy, "metrics", this::closedToPrometheus);
  }

  private List<Blockage> closedToPrometheus() {
    List<Endpoint> prometheus = new ArrayList<>();
    for (Workload workload : network.graph().workloads()) {
      if (workload.containers().stream().anyMatch(c -> PROMETHEUS.matcher(c.image()).find())) {
        prometheus.add(network.endpoint(workload));
      }
    }
    if (prometheus.isEmpty()) {
      prometheus.add(network.stranger("Prometheus"));
    }
    Map<Integer, Blockages> byPort = new TreeMap<>();
    for (Workload workload : network.graph().workloads()) {
      Integer port = scraped(workload);
      if (port == null || network.isolating(workload, Direction.INGRESS).isEmpty()) {
        continue;
      }
      PolicyVerdict verdict = null;
      for (Endpoint client : prometheus) {
        verdict = network.ingress(network.endpoint(workload), client, "TCP", port);
        if (!verdict.denied()) {
          break;
        }
      }
      if (verdict != null && verdict.denied()) {
        byPort
            .computeIfAbsent(port, p -> new Blockages("Prometheus", "TCP", p))
            .add(workload, verdict);
      }
    }
    List<Blockage> out = new ArrayList<>();
    byPort.values().forEach(blockages -> out.addAll(blockages.byPolicy()));
    return out;
  }

  /** The port on which Prometheus is to scrape a workload; null where nothing says so. */
  private @Nullable Integer scraped(Workload workload) {
    String port = workload.annotations().get("prometheus.io/port");
    if (port == null || !"true".equals(workload.annotations().get("prometheus.io/scrape"))) {
      return null;
    }
    Injection injection = mesh.injection(workload);
    boolean unclear = injection.ambient().isYes() || injection.state().isUnknown();
    if (unclear && mesh.isInPlay()) {
      return null;
    }
    if (hasProxy(workload)) {
      // The injector has Prometheus ask the agent, which gathers the application's metrics too.
      return MERGED_METRICS;
    }
    return NUMBER.matcher(port).matches() ? Integer.valueOf(port) : null;
  }

  // --- ambient -----------------------------------------------------------------------

  /**
   * Ambient workloads for which a policy opens ports to pods of the mesh, but not HBONE's 15008, on
   * which traffic of the mesh arrives. A policy that opens nothing means to, and is left out.
   */
  public List<Blockage> hboneIngress(Policy policy) {
    return of(policy, "HBONE ingress", () -> withoutHbone(Direction.INGRESS));
  }

  /**
   * Ambient workloads that a policy lets send to ports of ambient pods, but not to HBONE's 15008,
   * which is where ztunnel sends it.
   */
  public List<Blockage> hboneEgress(Policy policy) {
    return of(policy, "HBONE egress", () -> withoutHbone(Direction.EGRESS));
  }

  private List<Blockage> withoutHbone(Direction direction) {
    Map<Clause, List<Workload>> opening = new LinkedHashMap<>();
    for (Workload workload : network.graph().workloads()) {
      List<Policy> isolating = network.isolating(workload, direction);
      if (isolating.isEmpty() || !mesh.injection(workload).ambient().isYes()) {
        continue;
      }
      Clause clause = opensWithoutHbone(workload, isolating, direction);
      if (clause != null) {
        opening.computeIfAbsent(clause, k -> new ArrayList<>()).add(workload);
      }
    }
    List<Blockage> out = new ArrayList<>();
    opening.forEach(
        (clause, workloads) -> {
          List<Policy> others = new ArrayList<>(network.isolating(workloads.get(0), direction));
          others.remove(clause.policy());
          out.add(
              new Blockage(
                  clause.policy(),
                  direction,
                  "the mesh (HBONE)",
                  "TCP",
                  HBONE,
                  workloads,
                  others,
                  clause,
                  clause.portsPlace(),
                  clause.policy() + " opens ports in " + clause + " but not 15008"));
        });
    return out;
  }

  /**
   * The first clause that opens a TCP port to pods of the mesh, where none opens 15008 to anyone.
   */
  private @Nullable Clause opensWithoutHbone(
      Workload workload, List<Policy> isolating, Direction direction) {
    if (network.hasOtherPolicies(workload.namespace())
        || network.hasAdminPolicy(network.endpoint(workload), direction)
        || network.isPerhapsIsolated(workload, direction)) {
      return null;
    }
    Endpoint self = network.endpoint(workload);
    Clause opening = null;
    for (Policy policy : isolating) {
      for (Clause clause : policy.activeClauses(direction)) {
        Endpoint destination = direction == Direction.INGRESS ? self : network.somePods();
        if (!clause.meansPort(destination, "TCP", HBONE).isNo()) {
          return null;
        }
        if (opening == null
            && clause.ports().stream().anyMatch(port -> port.protocol().equals("TCP"))
            && namesMesh(clause)) {
          opening = clause;
        }
      }
    }
    return opening;
  }

  /**
   * Whether some peer of a clause is, for all that the input shows, a pod whose traffic is HBONE.
   */
  private boolean namesMesh(Clause clause) {
    if (clause.peers().isEmpty()) {
      // Ingress from everyone is ingress from the mesh; egress to everyone on 443 or 53 is not to
      // it.
      return clause.direction() == Direction.INGRESS;
    }
    return network.workloadsOf(clause).stream()
        .anyMatch(
            peer -> {
              Injection injection = mesh.injection(peer);
              return clause.direction() == Direction.INGRESS
                  ? injection.state().isYes()
                  : injection.ambient().isYes();
            });
  }

  // --- peers of a StatefulSet ----------------------------------------------------------

  /**
   * StatefulSets of several pods whose peers cannot reach each other, per peer port. Ambient ones
   * are left to {@link #hboneIngress}.
   */
  public List<Blockage> statefulPeers(Policy policy) {
    return of(
        policy,
        "peers",
        () -> {
          List<Blockage> out = new ArrayList<>();
          for (Workload workload : network.graph().workloads()) {
            boolean ambient = mesh.injection(workload).ambient().isYes();
            if (workload.isStatefulSet() && workload.replicas() > 1 && !ambient) {
              StatefulPeers.of(network, workload).forEach(out::add);
            }
          }
          return out;
        });
  }

  /** The policies. */
  public Network network() {
    return network;
  }
}
