package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.graph.Known;
import org.junit.jupiter.api.Test;

class PortUseTest {
  private static final String SHOP =
      String.join(
          "\n---\n",
          deployment("shop", "web", "app: web", "http:8080"),
          deployment("shop", "quiet", "app: quiet"),
          """
          apiVersion: v1
          kind: Service
          metadata: {name: web, namespace: shop}
          spec:
            selector: {app: web}
            ports: [{port: 80, targetPort: http}, {port: 9000, targetPort: 9001}]
          """);

  private static List<PortUse> uses(String app, String ports) {
    Network network =
        new Network(
            graph(
                SHOP,
                policy(
                    "shop",
                    "p",
                    "podSelector: {matchLabels: {app: %s}}\ningress:\n  - ports: %s"
                        .formatted(app, ports))));
    return network.portUses(network.policies().get(0));
  }

  @Test
  void declaredServedAndProxyPortsAreListenedOn() {
    assertThat(uses("web", "[{port: 8080}, {port: 9001}, {port: 15020}]"))
        .extracting(PortUse::listens)
        .containsExactly(Known.YES, Known.YES, Known.YES);
  }

  @Test
  void theServicePortIsNotWhatPoliciesSee() {
    PortUse use = uses("web", "[{port: 80}]").get(0);
    assertThat(use.listens()).isEqualTo(Known.NO);
    assertThat(use.servicePort()).hasToString("80");
    assertThat(use.podPort()).isEqualTo(8080);
    assertThat(use.place().path()).hasToString("spec.ingress[0].ports[0].port");
  }

  @Test
  void theProtocolCounts() {
    assertThat(uses("web", "[{port: 8080, protocol: UDP}]").get(0).listens()).isEqualTo(Known.NO);
  }

  @Test
  void podsThatDeclareNoPortsMayListenAnywhere() {
    assertThat(uses("quiet", "[{port: 80}]").get(0).listens()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void nobodyConnectsToThePortsThatASidecarRedirectsTo() {
    assertThat(uses("quiet", "[{port: 15006}]").get(0).listens()).isEqualTo(Known.NO);
    assertThat(uses("quiet", "[{port: 15001}]").get(0).listens()).isEqualTo(Known.NO);
  }

  @Test
  void rangesAreNotHeldAgainstPods() {
    assertThat(uses("web", "[{port: 1, endPort: 100}]")).isEmpty();
  }

  @Test
  void aNameMeansAContainerPortOfItsProtocol() {
    assertThat(uses("web", "[{port: http}, {port: web}, {port: http, protocol: UDP}]"))
        .extracting(PortUse::listens)
        .containsExactly(Known.YES, Known.NO, Known.NO);
    assertThat(uses("web", "[{port: http-envoy-prom}]").get(0).listens()).isEqualTo(Known.YES);
  }

  @Test
  void aNameForAllPodsOfANamespaceMayBeThatOfOthers() {
    Network network =
        new Network(
            graph(SHOP, policy("shop", "p", "podSelector: {}\ningress: [{ports: [{port: web}]}]")));
    assertThat(network.portUses(network.policies().get(0)).get(0).listens())
        .isEqualTo(Known.UNKNOWN);
  }

  @Test
  void egressCountsWhereTheInputShowsThePods() {
    String spec = "podSelector: {matchLabels: {app: quiet}}\negress:\n  - ports: [{port: 80}]\n";
    assertThat(egress(spec)).isEmpty();
    assertThat(egress(spec + "    to: [{podSelector: {matchLabels: {app: web}}}]")).hasSize(1);
    assertThat(egress(spec + "    to: [{namespaceSelector: {}}]")).isEmpty();
  }

  private static List<PortUse> egress(String spec) {
    Network network = new Network(graph(SHOP, policy("shop", "p", spec)));
    return network.portUses(network.policies().get(0));
  }
}
