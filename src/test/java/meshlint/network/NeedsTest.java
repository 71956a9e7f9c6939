package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.namespace;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import meshlint.graph.ObjectGraph;
import meshlint.mesh.Mesh;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
  private static final String SHOP =
      String.join(
          "\n---\n",
          namespace("shop", "istio-injection: enabled"),
          deployment("shop", "web", "app: web", "http:8080"),
          deployment("shop", "api", "app: api", "http:9090"));

  private static final String ISTIOD =
      String.join(
          "\n---\n",
          namespace("istio-system", "team: platform"),
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: istiod, namespace: istio-system}
          spec:
            selector: {matchLabels: {app: istiod}}
            template:
              metadata: {labels: {app: istiod, istio: pilot}}
              spec:
                containers:
                - name: discovery
                  image: istio/pilot:1.30.0
                  ports: [{containerPort: 15010}, {containerPort: 15012}, {containerPort: 15017}]
          """);

  /** What a question finds over all policies. */
  private static List<Blockage> ask(
      BiFunction<Needs, Policy, List<Blockage>> question, String... manifests) {
    ObjectGraph graph = graph(manifests);
    Needs needs = new Needs(new Network(graph), new Mesh(graph));
    return needs.network().policies().stream()
        .flatMap(policy -> question.apply(needs, policy).stream())
        .toList();
  }

  private static String egress(String name, String clauses) {
    return policy(
        "shop", name, "podSelector: {}\npolicyTypes: [Egress]\negress:\n" + clauses.indent(2));
  }

  private static final String DENY =
      policy("shop", "deny", "podSelector: {}\npolicyTypes: [Egress]");

  @Nested
  class Dns {
    private static List<Blockage> udp(String... manifests) {
      return ask((needs, policy) -> needs.dnsOfProxies(policy, "UDP"), manifests);
    }

    @Test
    void aDenyIsOneCauseForAllItsWorkloads() {
      List<Blockage> found = udp(SHOP, DENY);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).workloads()).extracting(w -> w.name()).containsExactly("web", "api");
      assertThat(found.get(0)).hasToString("cluster DNS on UDP 53");
      assertThat(found.get(0).place().path()).hasToString("spec.policyTypes");
    }

    @Test
    void theCommonPolicyIsTheCause() {
      String own =
          policy(
              "shop",
              "a-web",
              "podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress:\n"
                  + "  - to: [{podSelector: {matchLabels: {app: api}}}]");
      List<Blockage> found = udp(SHOP, own, DENY);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).policy().name()).isEqualTo("deny");
      assertThat(found.get(0).others()).extracting(Policy::name).containsExactly("a-web");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "- {}",
          "- ports: [{port: 53, protocol: UDP}]",
          "- to: [{namespaceSelector: {}}]",
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]",
          // labels of kube-system are not shown
          "- to: [{namespaceSelector: {matchLabels: {name: kube-system}}}]",
          "- to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]",
          "- to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: node-local-dns}}}]",
          "- to: [{namespaceSelector: {}, podSelector: {matchLabels: {app: coredns}}}]",
          "- to: [{ipBlock: {cidr: 169.254.20.10/32}}]\n  ports: [{port: 53, protocol: UDP}]",
          "- to: [{ipBlock: {cidr: 8.8.8.8/32}}]\n  ports: [{port: 53, protocol: UDP}]",
          "- to: [{ipBlock: {cidr: 0.0.0.0/0}}]",
          "- to: [{ipBlock: {cidr: 10.0.0.0/8}}]",
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: openshift-dns}}}]"
              + "\n  ports: [{port: 5353, protocol: UDP}]",
          "- to: [{namespaceSelector: {matchLabels: {a: b}}}]\n"
              + "  ports: [{port: 8053, protocol: UDP}]",
          "- ports: [{port: dns, protocol: UDP}]",
          "- ports: [{port: 1, endPort: 1024, protocol: UDP}]",
          "- ports: [{protocol: UDP}]"
        })
    void whateverCanBeDnsIsNoBlock(String clause) {
      assertThat(udp(SHOP, egress("out", clause))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "- to: [{podSelector: {}}]",
          "- ports: [{port: 53}]",
          "- ports: [{port: 443}]",
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]",
          "- to: [{ipBlock: {cidr: 20.0.0.0/8}}]",
          "- to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12,"
              + " 192.168.0.0/16]}}]",
          // no namespaceSelector: looks for DNS in its own namespace
          "- to: [{podSelector: {matchLabels: {k8s-app: kube-dns}}}]\n"
              + "  ports: [{port: 53, protocol: UDP}]"
        })
    void whatCannotBeDnsIsABlock(String clause) {
      assertThat(udp(SHOP, egress("out", clause))).hasSize(1);
    }

    @Test
    void theClauseThatLooksForDnsAtHomeIsTheCause() {
      List<Blockage> found =
          udp(
              SHOP,
              DENY,
              egress(
                  "dns",
                  "- to: [{podSelector: {matchLabels: {k8s-app: kube-dns}}}]\n"
                      + "  ports: [{port: 53, protocol: UDP}]"));
      assertThat(found).extracting(b -> b.policy().name()).containsExactly("dns");
      assertThat(found.get(0).place().path()).hasToString("spec.egress[0].to");
    }

    @Test
    void whereTheInputShowsDnsItsPodPortCounts() {
      String dns =
          String.join(
              "\n---\n",
              namespace("kube-system", "a: b"),
              """
              apiVersion: v1
              kind: Service
              metadata: {name: kube-dns, namespace: kube-system}
              spec:
                selector: {k8s-app: kube-dns}
                ports: [{name: dns, port: 53, targetPort: 8053, protocol: UDP}]
              """,
              deployment("kube-system", "coredns", "k8s-app: kube-dns"));
      String to = "- to: [{namespaceSelector: {matchLabels: {a: b}}}]\n  ports: ";
      assertThat(udp(SHOP, dns, egress("out", to + "[{port: 8053, protocol: UDP}]"))).isEmpty();
      assertThat(udp(SHOP, dns, egress("out", to + "[{port: 53, protocol: UDP}]"))).hasSize(1);
      assertThat(
              udp(
                  SHOP,
                  dns,
                  egress(
                      "out",
                      "- to: [{namespaceSelector: {matchLabels: {name: kube-system}}}]\n"
                          + "  ports: [{port: 8053, protocol: UDP}]")))
          .hasSize(1);
    }

    @Test
    void withoutAProxyItIsMissedOnlyWhereNamesAreUsed() {
      String plain =
          String.join(
              "\n---\n",
              namespace("shop", "team: a"),
              deployment("shop", "web", "app: web", "http:8080"));
      BiFunction<Needs, Policy, List<Blockage>> question = (n, p) -> n.dns(p, "UDP");
      assertThat(ask(question, plain, DENY)).isEmpty();
      assertThat(ask(question, plain, egress("out", "- to: [{ipBlock: {cidr: 1.2.3.4/32}}]")))
          .isEmpty();
      assertThat(ask(question, plain, egress("out", "- to: [{podSelector: {}}]"))).hasSize(1);
      assertThat(ask(question, SHOP, egress("out", "- to: [{podSelector: {}}]"))).isEmpty();
    }
  }

  @Nested
  class Istiod {
    private static List<Blockage> istiod(String... manifests) {
      return ask(Needs::istiod, manifests);
    }

    @Test
    void aPolicyThatLeavesItOutIsTheCause() {
      List<Blockage> found =
          istiod(SHOP, egress("out", "- ports: [{port: 53}]\n- to: [{podSelector: {}}]"));
      assertThat(found).hasSize(1);
      assertThat(found.get(0)).hasToString("istiod (istio-system) on TCP 15012");
      assertThat(found.get(0).place().path()).hasToString("spec.egress");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "- ports: [{port: 15012}]",
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]",
          "- to: [{namespaceSelector: {matchLabels: {name: istio-system}}}]",
          "- to: [{namespaceSelector: {}, podSelector: {matchLabels: {istio: pilot}}}]",
          "- to: [{ipBlock: {cidr: 10.0.0.0/8}}]",
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: mesh}}}]\n"
              + "  ports: [{port: 15012}]"
        })
    void whateverCanBeIstiodIsNoBlock(String clause) {
      assertThat(istiod(SHOP, egress("out", clause))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]\n"
              + "  ports: [{port: 15010}, {port: 15017}]",
          "- to: [{namespaceSelector: {matchLabels: {name: istio-system}}}]",
          "- to: [{podSelector: {matchLabels: {app: istiod}}}]\n  ports: [{port: 15012}]"
        })
    void whatCannotBeIstiodIsABlock(String clause) {
      assertThat(istiod(SHOP, ISTIOD, egress("out", clause))).hasSize(1);
    }

    @Test
    void podsOutsideTheMeshDoNotNeedIt() {
      assertThat(
              istiod(
                  namespace("shop", "team: a"),
                  deployment("shop", "web", "app: web", "http:8080"),
                  DENY))
          .isEmpty();
    }

    @Test
    void itsOwnPolicyMayRefuseProxies() {
      String refusing =
          policy(
              "istio-system",
              "istiod",
              """
              podSelector: {matchLabels: {app: istiod}}
              ingress:
              - from: [{namespaceSelector: {matchLabels: {team: a}}}]
                ports: [{port: 15012}]
              - ports: [{port: 15017}]""");
      List<Blockage> found = ask(Needs::istiodIngress, SHOP, ISTIOD, refusing);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).workloads()).hasSize(2);
      assertThat(found.get(0).place().path()).hasToString("spec.ingress[0].from");
      assertThat(ask(Needs::istiodIngress, SHOP, refusing)).hasSize(1);
      assertThat(
              ask(
                  Needs::istiodIngress,
                  SHOP,
                  ISTIOD,
                  policy(
                      "istio-system",
                      "istiod",
                      "podSelector: {}\ningress:\n- ports: [{port: 15012}]")))
          .isEmpty();
    }

    @Test
    void anIstiodThatTheInputLacksCountsWhereAPolicyNamesIt() {
      String deny = policy("istio-system", "deny", "podSelector: {}");
      String named = policy("istio-system", "istiod", "podSelector: {matchLabels: {app: istiod}}");
      assertThat(ask(Needs::istiodIngress, SHOP, deny)).isEmpty();
      assertThat(ask(Needs::istiodIngress, SHOP, ISTIOD, deny)).hasSize(1);
      assertThat(ask(Needs::istiodIngress, SHOP, named)).hasSize(1);
      assertThat(ask(Needs::istiodWebhook, SHOP, deny)).isEmpty();
      assertThat(ask(Needs::istiodWebhook, SHOP, named)).hasSize(1);
      assertThat(ask(Needs::istiodWebhook, SHOP, named).get(0).workloads()).isEmpty();
    }

    @Test
    void onlyAddressesAndKubeSystemCanBeTheApiServer() {
      assertThat(webhook("- ports: [{port: 15017}]")).isEmpty();
      assertThat(webhook("- from: [{ipBlock: {cidr: 10.0.0.0/8}}]\n  ports: [{port: 15017}]"))
          .isEmpty();
      assertThat(webhook("- from: [{namespaceSelector: {}}]")).isEmpty();
      assertThat(
              webhook(
                  "- from: [{namespaceSelector: {matchExpressions: [{key: a, operator:"
                      + " DoesNotExist}]}}]"))
          .isEmpty();
      assertThat(webhook("- ports: [{port: 443}, {port: 15012}]")).hasSize(1);
      assertThat(
              webhook(
                  "- from: [{namespaceSelector: {matchLabels: {istio-injection: enabled}}}]\n"
                      + "  ports: [{port: 15012}, {port: 15017}]"))
          .hasSize(1);
      assertThat(
              webhook(
                  "- from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]"
                      + "\n  ports: [{port: 15017}]"))
          .hasSize(1);
    }

    private static List<Blockage> webhook(String clauses) {
      return ask(
          Needs::istiodWebhook,
          ISTIOD,
          policy(
              "istio-system",
              "istiod",
              "podSelector: {matchLabels: {app: istiod}}\ningress:\n" + clauses.indent(2)));
    }
  }

  @Nested
  class Hbone {
    private static final String AMBIENT =
        String.join(
            "\n---\n",
            namespace("shop", "istio.io/dataplane-mode: ambient"),
            namespace("legacy", "team: b"),
            deployment("shop", "web", "app: web", "http:8080"),
            deployment("shop", "api", "app: api", "http:9090"),
            deployment("legacy", "old", "app: old", "http:80"));

    private static List<Blockage> ingress(String clauses) {
      return ask(
          Needs::hboneIngress,
          AMBIENT,
          policy(
              "shop",
              "api",
              "podSelector: {matchLabels: {app: api}}\ningress:\n" + clauses.indent(2)));
    }

    @Test
    void portsWithout15008() {
      List<Blockage> found = ingress("- ports: [{port: 9090}]");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).place().path()).hasToString("spec.ingress[0].ports");
      assertThat(found.get(0).workloads()).extracting(w -> w.name()).containsExactly("api");
      assertThat(
              ingress(
                  "- from: [{podSelector: {matchLabels: {app: web}}}]\n  ports: [{port: 9090}]"))
          .hasSize(1);
    }

    @Test
    void noBlockWhere15008IsOpenOrNobodyInTheMeshIsMeant() {
      assertThat(ingress("- ports: [{port: 9090}, {port: 15008}]")).isEmpty();
      assertThat(ingress("- ports: [{port: 9090}]\n- ports: [{port: 15008}]")).isEmpty();
      assertThat(ingress("- from: [{podSelector: {}}]")).isEmpty();
      assertThat(ingress("- ports: [{port: 1, endPort: 65535}]")).isEmpty();
      assertThat(
              ingress(
                  "- from: [{namespaceSelector: {matchLabels: {team: b}}}]\n"
                      + "  ports: [{port: 9090}]"))
          .isEmpty();
    }

    @Test
    void aDenialOfEverythingIsMeant() {
      assertThat(ask(Needs::hboneIngress, AMBIENT, policy("shop", "deny", "podSelector: {}")))
          .isEmpty();
    }

    @Test
    void clientsSendTo15008() {
      String client = "podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress:\n";
      String to = "- to: [{podSelector: {matchLabels: {app: api}}}]\n  ports: ";
      assertThat(
              ask(
                  Needs::hboneEgress,
                  AMBIENT,
                  policy("shop", "web", client + to + "[{port: 9090}]")))
          .hasSize(1);
      assertThat(
              ask(
                  Needs::hboneEgress,
                  AMBIENT,
                  policy("shop", "web", client + to + "[{port: 15008}]")))
          .isEmpty();
      assertThat(
              ask(
                  Needs::hboneEgress,
                  AMBIENT,
                  policy("shop", "web", client + "- ports: [{port: 443}]")))
          .isEmpty();
    }
  }

  @Nested
  class Peers {
    private static String set(String portName, int port, String env) {
      return """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: data}
      spec:
        clusterIP: None
        selector: {app: db}
        ports: [{name: client, port: 9042}, {name: %s, port: %d}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db-client, namespace: data}
      spec:
        selector: {app: db}
        ports: [{name: client, port: 9042}]
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db, namespace: data}
      spec:
        serviceName: db
        replicas: 3
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers:
            - name: db
              image: db
              env: [{name: X, value: "%s"}]
      """
          .formatted(portName, port, env);
    }

    private static final String CLIENTS =
        policy(
            "data",
            "clients",
            """
            podSelector: {matchLabels: {app: db}}
            ingress:
            - from: [{podSelector: {matchLabels: {app: web}}}]
              ports: [{port: 9042}]""");

    @Test
    void aPeerPortByNumberNameOrConfiguration() {
      assertThat(ask(Needs::statefulPeers, set("x", 9300, ""), CLIENTS)).hasSize(1);
      assertThat(ask(Needs::statefulPeers, set("tcp-gossip", 1234, ""), CLIENTS)).hasSize(1);
      assertThat(ask(Needs::statefulPeers, set("x", 1234, "db-0.db:1234"), CLIENTS)).hasSize(1);
      assertThat(ask(Needs::statefulPeers, set("x", 1234, "nothing"), CLIENTS)).isEmpty();
    }

    @Test
    void theBlockageNamesPortPolicyAndSide() {
      Blockage found = ask(Needs::statefulPeers, set("x", 9300, ""), CLIENTS).get(0);
      assertThat(found.policy().name()).isEqualTo("clients");
      assertThat(found.direction()).isEqualTo(Direction.INGRESS);
      assertThat(found).hasToString("its peers in StatefulSet data/db on TCP 9300");
    }

    @Test
    void noBlockWherePeersAreLetIn() {
      String peers =
          policy(
              "data",
              "peers",
              """
              podSelector: {matchLabels: {app: db}}
              ingress:
              - from: [{podSelector: {matchLabels: {app: db}}}]""");
      assertThat(ask(Needs::statefulPeers, set("x", 9300, ""), CLIENTS, peers)).isEmpty();
    }
  }
}
