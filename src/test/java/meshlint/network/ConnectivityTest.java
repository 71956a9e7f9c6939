package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.namespace;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectivityTest {
  private static final String EVERYWHERE = "0.0.0.0-255.255.255.255[External]";
  private static final String WEB = "shop/web[Deployment]";
  private static final String API = "shop/api[Deployment]";
  private static final String DB = "data/db[Deployment]";

  private static final String SHOP =
      String.join(
          "\n---\n",
          namespace("shop", "team: a"),
          namespace("data", "team: b"),
          deployment("shop", "web", "app: web", "http:8080"),
          deployment("shop", "api", "app: api", "http:9090"),
          deployment("data", "db", "app: db", "sql:5432"));

  private static List<String> lines(String... manifests) {
    List<String> out = new ArrayList<>();
    new Connectivity(graph(manifests))
        .list(
            Connectivity.Query.ALL,
            one -> out.add(one.source() + " => " + one.destination() + " : " + one.ports()));
    return out;
  }

  private static List<String> between(String... manifests) {
    return lines(manifests).stream().filter(line -> !line.contains("[External]")).toList();
  }

  @Test
  void withoutPoliciesEverythingIsConnectedButNotToItself() {
    assertThat(lines(SHOP))
        .containsExactly(
            EVERYWHERE + " => " + DB + " : All Connections",
            EVERYWHERE + " => " + API + " : All Connections",
            EVERYWHERE + " => " + WEB + " : All Connections",
            DB + " => " + EVERYWHERE + " : All Connections",
            DB + " => " + API + " : All Connections",
            DB + " => " + WEB + " : All Connections",
            API + " => " + EVERYWHERE + " : All Connections",
            API + " => " + DB + " : All Connections",
            API + " => " + WEB + " : All Connections",
            WEB + " => " + EVERYWHERE + " : All Connections",
            WEB + " => " + DB + " : All Connections",
            WEB + " => " + API + " : All Connections");
  }

  @Test
  void bothEndsAndAllPoliciesCount() {
    assertThat(
            between(
                SHOP,
                policy("shop", "deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]"),
                policy("data", "deny", "podSelector: {}\npolicyTypes: [Ingress]"),
                policy(
                    "shop",
                    "api-in",
                    """
                    podSelector: {matchLabels: {app: api}}
                    ingress:
                    - from: [{podSelector: {matchLabels: {app: web}}}]
                      ports: [{port: http}, {port: 53, protocol: UDP}]"""),
                policy(
                    "shop",
                    "web-out",
                    """
                    podSelector: {matchLabels: {app: web}}
                    policyTypes: [Egress]
                    egress:
                    - to: [{namespaceSelector: {}}]
                      ports: [{port: 9000, endPort: 9100}]""")))
        .containsExactly(WEB + " => " + API + " : TCP 9090");
  }

  @Test
  void addressesAreCutWhereBlocksBeginAndEnd() {
    assertThat(
            lines(
                deployment("shop", "web", "app: web", "http:8080"),
                policy(
                    "shop",
                    "out",
                    """
                    podSelector: {}
                    policyTypes: [Ingress, Egress]
                    egress:
                    - to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
                      ports: [{port: 443}]
                    - to: [{ipBlock: {cidr: 10.0.0.0/16}}, {ipBlock: {cidr: 'fd00::/8'}}]
                      ports: [{port: 80}]""")))
        .containsExactly(
            WEB + " => 10.0.0.0-10.0.255.255[External] : TCP 80,443",
            WEB + " => 10.2.0.0-10.255.255.255[External] : TCP 443");
  }

  @Test
  void anAddressBlockMeansNoPods() {
    assertThat(
            between(
                SHOP,
                policy(
                    "shop",
                    "p",
                    """
                    podSelector: {matchLabels: {app: api}}
                    ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]""")))
        .doesNotContain(WEB + " => " + API + " : All Connections")
        .contains(API + " => " + WEB + " : All Connections");
  }

  @Test
  void aNameOfAPortIsReadOnTheDestination() {
    assertThat(
            between(
                SHOP,
                policy(
                    "shop",
                    "web-out",
                    """
                    podSelector: {matchLabels: {app: web}}
                    policyTypes: [Egress]
                    egress: [{ports: [{port: http}, {port: sql}]}]""")))
        .contains(WEB + " => " + API + " : TCP 9090", WEB + " => " + DB + " : TCP 5432");
  }

  @Test
  void labelsThatTheInputLacksCountAsAbsent() {
    String other = deployment("other", "job", "app: job");
    String onlyTeamA =
        policy(
            "shop",
            "p",
            """
            podSelector: {}
            ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]""");
    assertThat(between(SHOP, other, onlyTeamA))
        .contains(WEB + " => " + API + " : All Connections")
        .noneMatch(line -> line.startsWith("other/job[Deployment] => shop/"));
    String notTeamA =
        policy(
            "shop",
            "p",
            """
            podSelector: {}
            ingress:
            - from:
              - namespaceSelector:
                  matchExpressions: [{key: team, operator: DoesNotExist}]""");
    assertThat(between(SHOP, other, notTeamA))
        .contains("other/job[Deployment] => " + API + " : All Connections")
        .doesNotContain(WEB + " => " + API + " : All Connections");
  }

  @Test
  void podsOfOneOwnerAreOneWorkload() {
    String pods =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: a-1
          namespace: shop
          labels: {app: a, nr: "1"}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: a, controller: true}]
        spec: {containers: [{name: c, image: i}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: a-2
          namespace: shop
          labels: {app: a, nr: "2"}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: a, controller: true}]
        spec: {containers: [{name: c, image: i}]}
        """;
    String two =
        policy("shop", "p", "podSelector: {matchLabels: {nr: \"2\"}}\npolicyTypes: [Egress]");
    assertThat(between(SHOP, pods, two))
        .contains("shop/a[ReplicaSet] => " + WEB + " : All Connections")
        .noneMatch(line -> line.contains("a-1") || line.contains("a-2"))
        .noneMatch(line -> line.startsWith("shop/a[ReplicaSet] => shop/a[ReplicaSet]"));
  }

  @Test
  void whatIsAskedFor() {
    Connectivity connectivity =
        new Connectivity(
            graph(
                SHOP,
                policy(
                    "shop",
                    "web",
                    """
                    podSelector: {matchLabels: {app: web}}
                    policyTypes: [Egress]
                    egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]""")));
    assertThat(asked(connectivity, List.of("web"), List.of()))
        .containsExactly(WEB + " => 10.0.0.0-10.255.255.255[External] : All Connections");
    assertThat(asked(connectivity, List.of("shop/web"), List.of("10.1.0.0/16", "11.0.0.0/8")))
        .containsExactly(WEB + " => 10.1.0.0-10.1.255.255[External] : All Connections");
    assertThat(asked(connectivity, List.of("external"), List.of(DB)))
        .containsExactly(EVERYWHERE + " => " + DB + " : All Connections");
    assertThat(asked(connectivity, List.of("db"), List.of("api", "web")))
        .containsExactly(
            DB + " => " + API + " : All Connections", DB + " => " + WEB + " : All Connections");
    assertThat(new Ends(List.of("web", "wbe")).unknownAmong(connectivity.nodes()))
        .containsExactly("wbe");
  }

  private static List<String> asked(Connectivity connectivity, List<String> from, List<String> to) {
    List<String> out = new ArrayList<>();
    connectivity.list(
        new Connectivity.Query(new Ends(from), new Ends(to), false, false),
        one -> out.add(one.source() + " => " + one.destination() + " : " + one.ports()));
    return out;
  }

  @Nested
  class FromOutside {
    private static final String SERVICE =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          selector: {app: web}
          ports: [{name: main, port: 80, targetPort: http}, {name: undeclared, port: 81}]
        """;

    private List<String> in(String... manifests) {
      return lines(SHOP, SERVICE, String.join("\n---\n", manifests)).stream()
          .filter(line -> line.startsWith(Connectivity.INGRESS_CONTROLLER))
          .toList();
    }

    private static final String LET_IN = "{ingress-controller} => " + WEB + " : TCP 8080";

    private static String ingress(String port) {
      return """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web, namespace: shop}
      spec:
        rules:
        - http:
            paths:
            - path: /
              pathType: Prefix
              backend: {service: {name: web, port: {%s}}}
      """
          .formatted(port);
    }

    @Test
    void anIngressByNameOrNumber() {
      assertThat(in(ingress("name: main"))).containsExactly(LET_IN);
      assertThat(in(ingress("number: 80"))).containsExactly(LET_IN);
      assertThat(in(ingress("number: 8080"))).isEmpty();
      assertThat(in(ingress("name: undeclared"))).isEmpty();
    }

    @Test
    void aDefaultBackend() {
      assertThat(
              in(
                  """
                  apiVersion: networking.k8s.io/v1
                  kind: Ingress
                  metadata: {name: web, namespace: shop}
                  spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
                  """))
          .containsExactly(LET_IN);
    }

    @Test
    void aRouteByTargetPortOrForAllPorts() {
      String route =
          """
          apiVersion: route.openshift.io/v1
          kind: Route
          metadata: {name: web, namespace: shop}
          spec: {to: {kind: Service, name: web}%s}
          """;
      assertThat(in(route.formatted(", port: {targetPort: http}"))).containsExactly(LET_IN);
      assertThat(in(route.formatted(", port: {targetPort: main}"))).containsExactly(LET_IN);
      assertThat(in(route.formatted(""))).containsExactly(LET_IN);
    }

    @Test
    void aRouteOfTheGatewayApiButNotOfTheMesh() {
      String route =
          """
          apiVersion: gateway.networking.k8s.io/v1
          kind: HTTPRoute
          metadata: {name: web, namespace: shop}
          spec:
            parentRefs: [{%s}]
            rules: [{backendRefs: [{name: web, port: 80}]}]
          """;
      assertThat(in(route.formatted("name: gateway"))).containsExactly(LET_IN);
      assertThat(in(route.formatted("kind: Service, name: web"))).isEmpty();
    }

    @Test
    void policiesMustLetAnUnknownPodIn() {
      assertThat(in(ingress("number: 80"), policy("shop", "deny", "podSelector: {}"))).isEmpty();
      assertThat(
              in(
                  ingress("number: 80"),
                  policy(
                      "shop",
                      "any",
                      "podSelector: {}\ningress: [{from: [{namespaceSelector: {}}]}]")))
          .containsExactly(LET_IN);
    }
  }

  @Nested
  class AdminPolicies {
    private static String admin(String name, int priority, String rules) {
      return """
      apiVersion: policy.networking.k8s.io/v1alpha1
      kind: AdminNetworkPolicy
      metadata: {name: %s}
      spec:
        priority: %d
        subject: {namespaces: {matchLabels: {team: a}}}
      %s
      """
          .formatted(name, priority, rules.indent(2));
    }

    private static String fromData(String action, String ports) {
      return """
      ingress:
      - action: %s
        from: [{namespaces: {matchLabels: {team: b}}}]
        ports: [%s]"""
          .formatted(action, ports);
    }

    private static final String HTTP = "{portNumber: {protocol: TCP, port: 9090}}";
    private static final String DENY = policy("shop", "deny", "podSelector: {}");

    @Test
    void denyGoesBeforeNetworkPolicies() {
      assertThat(between(SHOP, admin("a", 1, fromData("Deny", HTTP))))
          .contains(
              DB + " => " + API + " : TCP 1-9089,9091-65535,UDP 1-65535,SCTP 1-65535",
              WEB + " => " + API + " : All Connections");
    }

    @Test
    void allowGoesBeforeNetworkPolicies() {
      assertThat(between(SHOP, DENY, admin("a", 1, fromData("Allow", HTTP))))
          .contains(DB + " => " + API + " : TCP 9090");
    }

    @Test
    void theLowerPriorityNumberDecides() {
      String allow = admin("z", 1, fromData("Allow", HTTP));
      String deny = admin("a", 2, fromData("Deny", HTTP));
      assertThat(between(SHOP, DENY, deny, allow)).contains(DB + " => " + API + " : TCP 9090");
      assertThat(between(SHOP, DENY, admin("a", 0, fromData("Deny", HTTP)), allow))
          .noneMatch(line -> line.startsWith(DB + " => " + API));
    }

    @Test
    void passLeavesItToNetworkPolicies() {
      String pass = admin("a", 1, fromData("Pass", HTTP));
      String deny = admin("b", 2, fromData("Deny", HTTP));
      assertThat(between(SHOP, pass, deny)).contains(DB + " => " + API + " : All Connections");
      assertThat(between(SHOP, DENY, pass, deny))
          .noneMatch(line -> line.startsWith(DB + " => " + API));
    }

    @Test
    void portRangesAndNames() {
      assertThat(
              between(
                  SHOP,
                  DENY,
                  admin(
                      "a",
                      1,
                      fromData(
                          "Allow",
                          "{portRange: {protocol: UDP, start: 10, end: 20}}, {namedPort: http}"))))
          .contains(
              DB + " => " + API + " : TCP 9090,UDP 10-20",
              DB + " => " + WEB + " : TCP 8080,UDP 10-20");
    }

    @Test
    void theBaselineHoldsWhereNoNetworkPolicyIsolates() {
      String baseline =
          """
          apiVersion: policy.networking.k8s.io/v1alpha1
          kind: BaselineAdminNetworkPolicy
          metadata: {name: default}
          spec:
            subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}}
            ingress:
            - action: Deny
              from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]
          """;
      assertThat(between(SHOP, baseline))
          .contains(DB + " => " + API + " : All Connections")
          .noneMatch(line -> line.startsWith(WEB + " => " + API));
      String allow = policy("shop", "p", "podSelector: {}\ningress: [{}]");
      assertThat(between(SHOP, baseline, allow))
          .contains(WEB + " => " + API + " : All Connections");
    }

    @Test
    void aClusterNetworkPolicyIsOfItsTier() {
      String cluster =
          """
          apiVersion: policy.networking.k8s.io/v1alpha2
          kind: ClusterNetworkPolicy
          metadata: {name: c}
          spec:
            tier: %s
            priority: 1
            subject: {namespaces: {matchLabels: {team: a}}}
            ingress:
            - action: Accept
              from: [{namespaces: {matchLabels: {team: b}}}]
              protocols: [{tcp: {destinationPort: {number: 9090}}}, {destinationNamedPort: http},
                {udp: {destinationPort: {range: {start: 10, end: 20}}}}, {sctp: {}}]
            - action: Deny
              from: [{namespaces: {}}]
          """;
      String opened = "TCP 9090,UDP 10-20,SCTP 1-65535";
      assertThat(between(SHOP, cluster.formatted("Baseline")))
          .contains(DB + " => " + API + " : " + opened)
          .noneMatch(line -> line.startsWith(WEB + " => " + API));
      assertThat(between(SHOP, DENY, cluster.formatted("Baseline")))
          .noneMatch(line -> line.startsWith(DB + " => " + API));
      assertThat(between(SHOP, DENY, cluster.formatted("Admin")))
          .contains(DB + " => " + API + " : " + opened);
    }

    @Test
    void peersOfEarlyVersionsCompareTheirNamespaceWithTheSubjects() {
      String twin =
          namespace("twin", "team: a") + "\n---\n" + deployment("twin", "job", "app: job", "a:1");
      String bare =
          namespace("bare", "x: y") + "\n---\n" + deployment("bare", "b", "app: b", "a:1");
      String admin =
          """
          apiVersion: policy.networking.k8s.io/v1alpha1
          kind: AdminNetworkPolicy
          metadata: {name: tenants}
          spec:
            priority: 1
            subject: {namespaces: {}}
            ingress:
            - action: Deny
              from: [{namespaces: {%s: [team]}}, {pods: {namespaces: {%s: [team]}}}]
          """;
      List<String> apart =
          between(SHOP, twin, bare, admin.formatted("notSameLabels", "notSameLabels"));
      assertThat(apart)
          .contains(
              WEB + " => twin/job[Deployment] : All Connections",
              "bare/b[Deployment] => " + API + " : All Connections")
          .noneMatch(line -> line.startsWith(WEB + " => " + DB))
          .noneMatch(line -> line.startsWith(DB + " => " + API));
      List<String> together =
          between(SHOP, twin, bare, admin.formatted("sameLabels", "sameLabels"));
      assertThat(together)
          .contains(
              WEB + " => " + DB + " : All Connections", DB + " => " + WEB + " : All Connections")
          .noneMatch(line -> line.startsWith(WEB + " => twin/job"));
    }

    @Test
    void networksAreAddresses() {
      assertThat(
              lines(
                  SHOP, admin("a", 1, "egress: [{action: Deny, to: [{networks: [128.0.0.0/1]}]}]")))
          .contains(
              WEB + " => 0.0.0.0-127.255.255.255[External] : All Connections",
              DB + " => " + EVERYWHERE + " : All Connections")
          .noneMatch(line -> line.startsWith(WEB + " => 128."));
    }
  }

  @Nested
  class Explanations {
    @Test
    void eachSideSaysItsPolicyClauseAndPlace() {
      Connectivity connectivity =
          new Connectivity(
              graph(
                  SHOP,
                  policy(
                      "shop",
                      "api",
                      """
                      podSelector: {matchLabels: {app: api}}
                      ingress:
                      - from: [{podSelector: {matchLabels: {app: web}}}]
                        ports: [{port: http}]""")));
      assertThat(explain(connectivity, "shop/web", "api"))
          .containsExactly(
              "egress no NetworkPolicy isolates it -",
              "ingress NetworkPolicy shop/api allows TCP 9090 in spec.ingress[0] spec.ingress[0]");
      assertThat(explain(connectivity, DB, "api"))
          .containsExactly(
              "egress no NetworkPolicy isolates it -",
              "ingress NetworkPolicy shop/api isolates it and no clause allows this spec.ingress");
    }

    private static List<String> explain(Connectivity connectivity, String from, String to) {
      List<Connection> found = new ArrayList<>();
      connectivity.list(
          new Connectivity.Query(new Ends(List.of(from)), new Ends(List.of(to)), true, true),
          found::add);
      assertThat(found).hasSize(1);
      return found.get(0).reasons().stream()
          .map(
              reason ->
                  reason.direction()
                      + " "
                      + reason.text()
                      + " "
                      + (reason.place() == null ? "-" : reason.place().path()))
          .toList();
    }
  }
}
