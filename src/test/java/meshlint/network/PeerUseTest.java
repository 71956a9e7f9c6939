package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.namespace;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import meshlint.graph.Known;
import org.junit.jupiter.api.Test;

class PeerUseTest {
  private static final String INPUT =
      String.join(
          "\n---\n",
          namespace("shop", "team: a"),
          namespace("monitoring", "team: operations"),
          deployment("shop", "web", "app: web", "http:8080"),
          deployment("monitoring", "prometheus", "app: prometheus", "http:9090"));

  private static PeerUse use(String peer) {
    Network network =
        new Network(
            graph(
                INPUT,
                policy("shop", "p", "podSelector: {}\ningress: [{from: [%s]}]".formatted(peer))));
    return network.peerUses(network.policies().get(0)).get(0);
  }

  @Test
  void podsOfTheOwnNamespaceAreKnownWhereItIsShown() {
    assertThat(use("{podSelector: {matchLabels: {app: web}}}").fits()).isEqualTo(Known.YES);
    assertThat(use("{podSelector: {matchLabels: {app: prometheus}}}").fits()).isEqualTo(Known.NO);
  }

  @Test
  void otherNamespacesMayFitThoughTheInputHasNone() {
    PeerUse elsewhere = use("{namespaceSelector: {matchLabels: {team: c}}}");
    assertThat(elsewhere.fits()).isEqualTo(Known.UNKNOWN);
    assertThat(elsewhere.meantNamespace()).isNull();
  }

  @Test
  void aNamespaceThatIsOnlyCalledSoWasMeant() {
    PeerUse use = use("{namespaceSelector: {matchLabels: {name: monitoring}}}");
    assertThat(use.fits()).isEqualTo(Known.UNKNOWN);
    assertThat(Objects.requireNonNull(use.meantNamespace()).name()).isEqualTo("monitoring");
    assertThat(use("{namespaceSelector: {matchLabels: {team: operatoins}}}").meantNamespace())
        .isNotNull();
  }

  @Test
  void podsOfANamespaceThatIsNamedAreKnownWhereItIsShown() {
    String there = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}, %s}";
    String pods = "podSelector: {matchLabels: {app: %s}}";
    assertThat(use(there.formatted("monitoring", pods.formatted("prometheus"))).fits())
        .isEqualTo(Known.YES);
    PeerUse slip = use(there.formatted("monitoring", pods.formatted("prometeus")));
    assertThat(slip.fits()).isEqualTo(Known.NO);
    assertThat(Objects.requireNonNull(slip.meantWorkload()).name()).isEqualTo("prometheus");
    assertThat(use(there.formatted("ingress-nginx", pods.formatted("x"))).fits())
        .isEqualTo(Known.UNKNOWN);
  }
}
