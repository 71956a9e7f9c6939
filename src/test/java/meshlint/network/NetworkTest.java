package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.namespace;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.Place;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What Kubernetes says about each field of a NetworkPolicy. */
class NetworkTest {
  private static final String SHOP =
      String.join(
          "\n---\n",
          namespace("shop", "team: a"),
          namespace("data", "team: b"),
          deployment("shop", "web", "app: web, tier: front", "http:8080"),
          deployment("shop", "api", "app: api, tier: back", "http:9090"),
          deployment("data", "db", "app: db", "sql:5432"));

  /** Whether web may send to api on a port, under policies. */
  private static Known webToApi(int port, String... policies) {
    return verdict("shop/web", "shop/api", "TCP", port, policies).allowed();
  }

  private static ConnectionVerdict verdict(
      String from, String to, String protocol, int port, String... policies) {
    ObjectGraph graph = graph(SHOP, String.join("\n---\n", policies));
    Network network = new Network(graph);
    return network.connection(end(network, graph, from), end(network, graph, to), protocol, port);
  }

  private static Endpoint end(Network network, ObjectGraph graph, String ref) {
    Cidr cidr = Cidr.parse(ref);
    if (cidr != null) {
      return Endpoint.addresses(cidr);
    }
    String[] parts = ref.split("/", 2);
    return network.endpoint(deployment(graph, parts[0], parts[1]));
  }

  private static String ingressTo(String app, String clause) {
    return policy(
        "shop",
        "to-" + app,
        """
        podSelector: {matchLabels: {app: %s}}
        ingress:
        %s"""
            .formatted(app, clause.indent(2)));
  }

  private static String egressOf(String app, String clause) {
    return policy(
        "shop",
        "of-" + app,
        """
        podSelector: {matchLabels: {app: %s}}
        policyTypes: [Egress]
        egress:
        %s"""
            .formatted(app, clause.indent(2)));
  }

  @Test
  void withoutPoliciesEverythingIsAllowed() {
    ConnectionVerdict verdict = verdict("shop/web", "shop/api", "TCP", 9090);
    assertThat(verdict.allowed()).isEqualTo(Known.YES);
    assertThat(verdict.egress().reason()).isEqualTo("no NetworkPolicy isolates its egress");
  }

  @Test
  void bothEndsMustAllow() {
    String in = ingressTo("api", "- from: [{podSelector: {matchLabels: {app: web}}}]");
    String out = egressOf("web", "- to: [{podSelector: {matchLabels: {app: api}}}]");
    assertThat(webToApi(9090, in, out)).isEqualTo(Known.YES);
    assertThat(webToApi(9090, in, egressOf("web", "[]"))).isEqualTo(Known.NO);
    assertThat(webToApi(9090, ingressTo("api", "[]"), out)).isEqualTo(Known.NO);
  }

  @Test
  void policiesAdd() {
    String deny = policy("shop", "deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]");
    String in = ingressTo("api", "- ports: [{port: 9090}]");
    String out = egressOf("web", "- ports: [{port: 9090}]");
    assertThat(webToApi(9090, deny)).isEqualTo(Known.NO);
    assertThat(webToApi(9090, deny, in)).isEqualTo(Known.NO);
    assertThat(webToApi(9090, deny, in, out)).isEqualTo(Known.YES);
    assertThat(webToApi(9091, deny, in, out)).isEqualTo(Known.NO);
  }

  @Test
  void aPolicySelectsOnlyInItsOwnNamespace() {
    String deny = policy("data", "deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]");
    assertThat(webToApi(9090, deny)).isEqualTo(Known.YES);
    assertThat(verdict("shop/web", "data/db", "TCP", 5432, deny).allowed()).isEqualTo(Known.NO);
  }

  @Nested
  class PolicyTypes {
    private Policy read(String spec) {
      ObjectGraph graph = graph(SHOP, policy("shop", "p", spec));
      return new Network(graph).policies().get(0);
    }

    @Test
    void absentMeansIngress() {
      Policy policy = read("podSelector: {}");
      assertThat(policy.isolates(Direction.INGRESS)).isTrue();
      assertThat(policy.isolates(Direction.EGRESS)).isFalse();
    }

    @Test
    void absentWithAnEgressClauseMeansBoth() {
      Policy policy = read("podSelector: {}\negress:\n- {}");
      assertThat(policy.isolates(Direction.INGRESS)).isTrue();
      assertThat(policy.isolates(Direction.EGRESS)).isTrue();
    }

    @Test
    void absentWithAnEmptyEgressListMeansIngress() {
      assertThat(read("podSelector: {}\negress: []").isolates(Direction.EGRESS)).isFalse();
    }

    @Test
    void anEmptyListIsAsAbsent() {
      Policy policy = read("podSelector: {}\npolicyTypes: []\negress:\n- {}");
      assertThat(policy.isolates(Direction.INGRESS)).isTrue();
      assertThat(policy.isolates(Direction.EGRESS)).isTrue();
    }

    @Test
    void givenMeansExactlyThose() {
      Policy policy = read("podSelector: {}\npolicyTypes: [Egress]\ningress:\n- {}");
      assertThat(policy.isolates(Direction.INGRESS)).isFalse();
      assertThat(policy.activeClauses(Direction.INGRESS)).isEmpty();
      assertThat(policy.clauses(Direction.INGRESS)).hasSize(1);
    }

    @Test
    void clausesOfAnUnlistedDirectionAllowNothing() {
      String idle =
          policy(
              "shop",
              "idle",
              "podSelector: {}\npolicyTypes: [Egress]\ningress:\n- {}\negress:\n- {}");
      String deny = policy("shop", "deny", "podSelector: {}\npolicyTypes: [Ingress]");
      assertThat(webToApi(9090, idle)).isEqualTo(Known.YES);
      assertThat(webToApi(9090, idle, deny)).isEqualTo(Known.NO);
    }
  }

  @Nested
  class Peers {
    @Test
    void absentOrEmptyFromIsEveryone() {
      assertThat(webToApi(9090, ingressTo("api", "- ports: [{port: 9090}]"))).isEqualTo(Known.YES);
      assertThat(webToApi(9090, ingressTo("api", "- from: []\n  ports: [{port: 9090}]")))
          .isEqualTo(Known.YES);
      assertThat(webToApi(9090, ingressTo("api", "- {}"))).isEqualTo(Known.YES);
      assertThat(verdict("8.8.8.8", "shop/api", "TCP", 1, ingressTo("api", "- {}")).allowed())
          .isEqualTo(Known.YES);
    }

    @Test
    void aPodSelectorAloneMeansTheOwnNamespace() {
      String own = ingressTo("api", "- from: [{podSelector: {}}]");
      assertThat(webToApi(9090, own)).isEqualTo(Known.YES);
      assertThat(verdict("data/db", "shop/api", "TCP", 9090, own).allowed()).isEqualTo(Known.NO);
    }

    @Test
    void anEmptyNamespaceSelectorMeansEveryPodOfTheCluster() {
      String all = ingressTo("api", "- from: [{namespaceSelector: {}}]");
      assertThat(verdict("data/db", "shop/api", "TCP", 1, all).allowed()).isEqualTo(Known.YES);
      assertThat(verdict("8.8.8.8", "shop/api", "TCP", 1, all).allowed()).isEqualTo(Known.NO);
    }

    @Test
    void bothSelectorsInOneItemMustHold() {
      String both =
          ingressTo(
              "api",
              """
              - from:
                - namespaceSelector: {matchLabels: {team: b}}
                  podSelector: {matchLabels: {app: web}}""");
      assertThat(verdict("data/db", "shop/api", "TCP", 1, both).allowed()).isEqualTo(Known.NO);
      assertThat(webToApi(1, both)).isEqualTo(Known.NO);
    }

    @Test
    void selectorsInTwoItemsAreAlternatives() {
      String either =
          ingressTo(
              "api",
              """
              - from:
                - namespaceSelector: {matchLabels: {team: b}}
                - podSelector: {matchLabels: {app: web}}""");
      assertThat(verdict("data/db", "shop/api", "TCP", 1, either).allowed()).isEqualTo(Known.YES);
      assertThat(webToApi(1, either)).isEqualTo(Known.YES);
    }

    @Test
    void matchExpressions() {
      assertThat(webToApi(1, fromPods("{key: app, operator: In, values: [web, x]}")))
          .isEqualTo(Known.YES);
      assertThat(webToApi(1, fromPods("{key: app, operator: NotIn, values: [web]}")))
          .isEqualTo(Known.NO);
      assertThat(webToApi(1, fromPods("{key: none, operator: NotIn, values: [web]}")))
          .isEqualTo(Known.YES);
      assertThat(webToApi(1, fromPods("{key: tier, operator: Exists}"))).isEqualTo(Known.YES);
      assertThat(webToApi(1, fromPods("{key: tier, operator: DoesNotExist}"))).isEqualTo(Known.NO);
    }

    private String fromPods(String expression) {
      return ingressTo("api", "- from: [{podSelector: {matchExpressions: [" + expression + "]}}]");
    }

    @Test
    void ipBlockLessItsExceptions() {
      String block =
          egressOf("web", "- to: [{ipBlock: {cidr: 20.0.0.0/8, except: [20.1.0.0/16]}}]");
      assertThat(verdict("shop/web", "20.2.0.1", "TCP", 1, block).allowed()).isEqualTo(Known.YES);
      assertThat(verdict("shop/web", "20.1.0.1", "TCP", 1, block).allowed()).isEqualTo(Known.NO);
      assertThat(verdict("shop/web", "30.1.0.1", "TCP", 1, block).allowed()).isEqualTo(Known.NO);
      assertThat(verdict("shop/web", "20.0.0.0/8", "TCP", 1, block).allowed())
          .isEqualTo(Known.UNKNOWN);
    }

    @Test
    void whetherAPrivateBlockMeansPodsIsUnknown() {
      assertThat(webToApi(1, egressOf("web", "- to: [{ipBlock: {cidr: 0.0.0.0/0}}]")))
          .isEqualTo(Known.UNKNOWN);
      assertThat(webToApi(1, egressOf("web", "- to: [{ipBlock: {cidr: 10.4.0.0/14}}]")))
          .isEqualTo(Known.UNKNOWN);
      assertThat(webToApi(1, egressOf("web", "- to: [{ipBlock: {cidr: 20.0.0.0/8}}]")))
          .isEqualTo(Known.NO);
    }

    @Test
    void theInternetWithoutPrivateRangesIsNotTheCluster() {
      String internet =
          egressOf(
              "web",
              "- to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12,"
                  + " 192.168.0.0/16]}}]");
      assertThat(webToApi(1, internet)).isEqualTo(Known.NO);
    }

    @Test
    void anEmptyPeerMatchesNothing() {
      assertThat(webToApi(1, ingressTo("api", "- from: [{}]"))).isEqualTo(Known.NO);
    }

    @Test
    void labelsOfANamespaceThatTheInputLacksAreUnknown() {
      String team = ingressTo("api", "- from: [{namespaceSelector: {matchLabels: {team: c}}}]");
      ObjectGraph graph = graph(SHOP, team);
      Network network = new Network(graph);
      Endpoint api = network.endpoint(deployment(graph, "shop", "api"));
      Endpoint other = network.implied("another", "elsewhere", Map.of("app", "x"));
      assertThat(network.ingress(api, other, "TCP", 1).allowed()).isEqualTo(Known.UNKNOWN);
      assertThat(webToApi(1, team)).isEqualTo(Known.NO);
    }

    @Test
    void theNameLabelOfANamespaceIsAlwaysKnown() {
      String named =
          ingressTo(
              "api",
              "- from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: x}}}]");
      ObjectGraph graph = graph(SHOP, named);
      Network network = new Network(graph);
      Endpoint api = network.endpoint(deployment(graph, "shop", "api"));
      assertThat(network.ingress(api, network.implied("x", "x", Map.of()), "TCP", 1).allowed())
          .isEqualTo(Known.YES);
      assertThat(network.ingress(api, network.implied("y", "y", Map.of()), "TCP", 1).allowed())
          .isEqualTo(Known.NO);
    }
  }

  @Nested
  class Ports {
    @Test
    void protocolDefaultsToTcp() {
      String port = ingressTo("api", "- ports: [{port: 9090}]");
      assertThat(webToApi(9090, port)).isEqualTo(Known.YES);
      assertThat(verdict("shop/web", "shop/api", "UDP", 9090, port).allowed()).isEqualTo(Known.NO);
    }

    @Test
    void endPortIsIncluded() {
      String range = ingressTo("api", "- ports: [{port: 9000, endPort: 9090}]");
      assertThat(webToApi(8999, range)).isEqualTo(Known.NO);
      assertThat(webToApi(9000, range)).isEqualTo(Known.YES);
      assertThat(webToApi(9090, range)).isEqualTo(Known.YES);
      assertThat(webToApi(9091, range)).isEqualTo(Known.NO);
    }

    @Test
    void aProtocolWithoutPortIsAllItsPorts() {
      String udp = ingressTo("api", "- ports: [{protocol: UDP}]");
      assertThat(verdict("shop/web", "shop/api", "UDP", 1, udp).allowed()).isEqualTo(Known.YES);
      assertThat(webToApi(1, udp)).isEqualTo(Known.NO);
    }

    @Test
    void aNameIsThatOfTheDestinationOnIngress() {
      String named = ingressTo("api", "- ports: [{port: http}]");
      assertThat(webToApi(9090, named)).isEqualTo(Known.YES);
      assertThat(webToApi(8080, named)).isEqualTo(Known.NO);
    }

    @Test
    void aNameIsThatOfTheDestinationOnEgressToo() {
      String named = egressOf("web", "- ports: [{port: http}]");
      assertThat(webToApi(9090, named)).isEqualTo(Known.YES);
      assertThat(webToApi(8080, named)).isEqualTo(Known.NO);
    }

    @Test
    void aNameOfAnotherProtocolIsNotIt() {
      assertThat(webToApi(9090, ingressTo("api", "- ports: [{port: http, protocol: UDP}]")))
          .isEqualTo(Known.NO);
    }

    @Test
    void anAddressHasNoPortNames() {
      String named = egressOf("web", "- ports: [{port: http}]");
      assertThat(verdict("shop/web", "8.8.8.8", "TCP", 80, named).allowed()).isEqualTo(Known.NO);
    }
  }

  @Nested
  class Evidence {
    @Test
    void anAllowedConnectionNamesItsClause() {
      PolicyVerdict verdict =
          verdict("shop/web", "shop/api", "TCP", 9090, ingressTo("api", "- {}")).ingress();
      assertThat(verdict.reason())
          .isEqualTo("NetworkPolicy shop/to-api allows it in spec.ingress[0]");
      assertThat(verdict.evidence())
          .extracting(place -> place.path().toString())
          .containsExactly("spec.ingress[0]");
    }

    @Test
    void aDenialNamesTheIsolatingPolicy() {
      PolicyVerdict verdict =
          verdict(
                  "shop/web",
                  "shop/api",
                  "TCP",
                  9090,
                  policy("shop", "deny", "podSelector: {}\npolicyTypes: [Egress]"))
              .egress();
      assertThat(verdict.denied()).isTrue();
      assertThat(verdict.isolating()).extracting(Policy::name).containsExactly("deny");
      assertThat(verdict.reason())
          .isEqualTo(
              "NetworkPolicy shop/deny isolates its egress and allows nothing, so not"
                  + " Deployment shop/api on TCP 9090");
      assertThat(paths(verdict)).containsExactly("spec.policyTypes");
    }

    @Test
    void aDenialPointsAtThePortThatIsMissing() {
      PolicyVerdict verdict =
          verdict(
                  "shop/web",
                  "shop/api",
                  "TCP",
                  9090,
                  ingressTo(
                      "api",
                      "- from: [{podSelector: {matchLabels: {app: web}}}]\n  ports: [{port: 80}]"))
              .ingress();
      assertThat(paths(verdict)).containsExactly("spec.ingress[0].ports", "spec.ingress");
      assertThat(Objects.requireNonNull(verdict.clause()).index()).isZero();
    }

    @Test
    void aDenialPointsAtThePeerWhereThePortIsNamed() {
      PolicyVerdict verdict =
          verdict(
                  "data/db",
                  "shop/api",
                  "TCP",
                  9090,
                  ingressTo(
                      "api",
                      """
                      - from: [{namespaceSelector: {matchLabels: {team: b}}}]
                        ports: [{port: 80}]
                      - from: [{podSelector: {}}]
                        ports: [{port: 9090}]"""))
              .ingress();
      assertThat(paths(verdict)).containsExactly("spec.ingress[1].from", "spec.ingress");
    }

    private java.util.List<String> paths(PolicyVerdict verdict) {
      return verdict.evidence().stream().map(Place::path).map(Object::toString).toList();
    }
  }

  @Test
  void policiesDoNotReachTheHostNetwork() {
    ObjectGraph graph =
        graph(
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent, namespace: shop}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec: {hostNetwork: true, containers: [{name: a, image: a}]}
            """,
            SHOP,
            policy("shop", "deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]"),
            ingressTo("api", "- from: [{podSelector: {matchLabels: {app: web}}}]"));
    Network network = new Network(graph);
    Endpoint agent =
        network.endpoint(
            Manifests.workload(graph, meshlint.graph.Kinds.DAEMON_SET, "shop", "agent"));
    Endpoint api = network.endpoint(deployment(graph, "shop", "api"));
    assertThat(network.egress(agent, api, "TCP", 1).allowed()).isEqualTo(Known.YES);
    assertThat(network.ingress(api, agent, "TCP", 1).allowed()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aLabelThatAControllerSetsIsUnknown() {
    ObjectGraph graph =
        graph(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop}
            spec:
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec: {containers: [{name: a, image: a}]}
            """,
            SHOP,
            policy(
                "shop",
                "first",
                "podSelector: {matchLabels: {statefulset.kubernetes.io/pod-name: db-0}}"));
    Network network = new Network(graph);
    Endpoint db =
        network.endpoint(
            Manifests.workload(graph, meshlint.graph.Kinds.STATEFUL_SET, "shop", "db"));
    Endpoint api = network.endpoint(deployment(graph, "shop", "api"));
    assertThat(network.ingress(db, api, "TCP", 1).allowed()).isEqualTo(Known.UNKNOWN);
  }

  @Nested
  class AdminPolicies {
    private static final String DENY =
        policy("shop", "deny", "podSelector: {}\npolicyTypes: [Ingress]");

    private static String admin(String kind, String subject, String action, String rule) {
      return """
      apiVersion: policy.networking.k8s.io/v1alpha1
      kind: %s
      metadata: {name: default}
      spec:
        priority: 1
        subject: %s
        ingress: [{action: %s, %s}]
      """
          .formatted(kind, subject, action, rule);
    }

    private static String shop(String action, String rule) {
      return admin("AdminNetworkPolicy", "{namespaces: {matchLabels: {team: a}}}", action, rule);
    }

    private static final String WEB =
        "from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]";

    @Test
    void anAdministratorsAllowOverrulesNetworkPolicies() {
      assertThat(webToApi(9090, DENY)).isEqualTo(Known.NO);
      assertThat(webToApi(9090, DENY, shop("Allow", WEB))).isEqualTo(Known.YES);
      assertThat(webToApi(9090, DENY, shop("Allow", WEB + ", ports: [{portNumber: {port: 9091}}]")))
          .isEqualTo(Known.NO);
    }

    @Test
    void anAdministratorsDenyIsCertainAndNamesItsRule() {
      ConnectionVerdict verdict = verdict("shop/web", "shop/api", "TCP", 9090, shop("Deny", WEB));
      assertThat(verdict.allowed()).isEqualTo(Known.NO);
      assertThat(verdict.deciding().reason())
          .isEqualTo(
              "AdminNetworkPolicy default denies ingress from Deployment shop/web on TCP 9090 in"
                  + " spec.ingress[0]");
      assertThat(verdict.deciding().evidence()).hasSize(1);
    }

    @Test
    void passAndOtherPortsLeaveItToNetworkPolicies() {
      assertThat(webToApi(9090, shop("Pass", WEB))).isEqualTo(Known.YES);
      assertThat(webToApi(9090, DENY, shop("Pass", WEB))).isEqualTo(Known.NO);
      assertThat(webToApi(9090, shop("Deny", WEB + ", ports: [{namedPort: other}]")))
          .isEqualTo(Known.YES);
      assertThat(webToApi(9090, shop("Deny", WEB + ", ports: [{namedPort: http}]")))
          .isEqualTo(Known.NO);
    }

    @Test
    void theBaselineCountsOnlyForPodsThatNoNetworkPolicyIsolates() {
      String baseline = admin("BaselineAdminNetworkPolicy", "{namespaces: {}}", "Deny", WEB);
      assertThat(webToApi(9090, baseline)).isEqualTo(Known.NO);
      assertThat(webToApi(9090, baseline, policy("shop", "all", "podSelector: {}\ningress: [{}]")))
          .isEqualTo(Known.YES);
    }

    @Test
    void aRuleThatRestsOnLabelsThatTheInputDoesNotShowIsUnknown() {
      String other =
          admin(
              "AdminNetworkPolicy",
              "{namespaces: {matchLabels: {tier: gold}}}",
              "Deny",
              "from: [{namespaces: {}}]");
      String hidden = deployment("hidden", "job", "app: job", "http:80");
      assertThat(verdict("shop/web", "hidden/job", "TCP", 80, hidden, other).allowed())
          .isEqualTo(Known.UNKNOWN);
      assertThat(webToApi(9090, hidden, other)).isEqualTo(Known.YES);
      // Whether the rule matches or not, the answer is the same.
      String deny = policy("hidden", "deny", "podSelector: {}");
      assertThat(verdict("shop/web", "hidden/job", "TCP", 80, hidden, other, deny).allowed())
          .isEqualTo(Known.NO);
    }
  }

  @Test
  void policiesOfOtherKindsMayAllowMore() {
    String cilium =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: more, namespace: shop}
        spec: {endpointSelector: {}}
        """;
    String deny = policy("shop", "deny", "podSelector: {}\npolicyTypes: [Egress]");
    assertThat(webToApi(9090, deny, cilium)).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void theApiServerIsNoPod() {
    ObjectGraph graph =
        graph(
            SHOP,
            ingressTo("web", "- from: [{namespaceSelector: {matchLabels: {team: b}}}]"),
            ingressTo("api", "- from: [{ipBlock: {cidr: 10.0.0.0/8}}]"));
    Network network = new Network(graph);
    Endpoint web = network.endpoint(deployment(graph, "shop", "web"));
    Endpoint api = network.endpoint(deployment(graph, "shop", "api"));
    Endpoint db = network.endpoint(deployment(graph, "data", "db"));
    assertThat(network.ingress(api, network.apiServer(), "TCP", 1).allowed())
        .isEqualTo(Known.UNKNOWN);
    assertThat(network.ingress(db, network.apiServer(), "TCP", 1).allowed()).isEqualTo(Known.YES);
    assertThat(network.ingress(web, network.apiServer(), "TCP", 1).allowed()).isEqualTo(Known.NO);
  }
}
