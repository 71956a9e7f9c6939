package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import meshlint.graph.Version;
import meshlint.manifest.Place;
import org.junit.jupiter.api.Test;

class MeshConfigTest {
  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: istio, namespace: istio-system}
      data:
        mesh: |-
          rootNamespace: mesh-root
          trustDomain: td.example
          trustDomainAliases: [old.example]
          enableAutoMtls: false
          outboundTrafficPolicy:
            mode: REGISTRY_ONLY
          discoverySelectors:
          - matchLabels: {mesh: on-it}
          - matchExpressions: [{key: env, operator: In, values: [prod]}]
          defaultServiceExportTo: ["."]
          defaultConfig:
            proxyMetadata:
              ISTIO_META_DNS_CAPTURE: "true"
          extensionProviders:
          - name: ext
            envoyExtAuthzHttp: {service: a.b.svc.cluster.local, port: 80}
      """;

  @Test
  void istiosDefaultsHoldWhereNobodySpeaks() {
    MeshConfig config = Given.mesh("").config();
    assertThat(config.isKnown()).isFalse();
    assertThat(config.rootNamespace()).isEqualTo("istio-system");
    assertThat(config.trustDomain()).isEqualTo("cluster.local");
    assertThat(config.autoMtls()).isTrue();
    assertThat(config.outboundTrafficPolicy()).isEqualTo("ALLOW_ANY");
    assertThat(config.discoverySelectors()).isEmpty();
    assertThat(config.defaultServiceExportTo()).containsExactly("*");
  }

  @Test
  void theConfigMapIsRead() {
    MeshConfig config = Given.mesh(CONFIG).config();
    assertThat(config.rootNamespace()).isEqualTo("mesh-root");
    assertThat(config.trustDomain()).isEqualTo("td.example");
    assertThat(config.trustDomainAliases()).containsExactly("old.example");
    assertThat(config.autoMtls()).isFalse();
    assertThat(config.outboundTrafficPolicy()).isEqualTo("REGISTRY_ONLY");
    assertThat(config.discoverySelectors())
        .extracting(Object::toString)
        .containsExactly("mesh=on-it", "env in (prod)");
    assertThat(config.defaultServiceExportTo()).containsExactly(".");
    assertThat(config.proxyMetadata("ISTIO_META_DNS_CAPTURE")).isEqualTo("true");
    assertThat(config.extensionProviders()).isEqualTo(Map.of("ext", "envoyExtAuthzHttp"));
  }

  @Test
  void itsValuesKnowTheirPlaces() {
    Place place = Given.mesh(CONFIG).config().place("outboundTrafficPolicy", "mode");
    assertThat(place).isNotNull();
    assertThat(place.span().text()).isEqualTo("REGISTRY_ONLY");
    assertThat(place.toString()).isEqualTo("test.yaml:11:13");
    assertThat(place.path().toString()).isEqualTo("data.mesh.outboundTrafficPolicy.mode");
  }

  @Test
  void theInputWinsOverTheSettings() {
    Map<String, Object> settings =
        Map.of(
            "trustDomain",
            "mine",
            "discoverySelectors",
            List.of(Map.of("matchLabels", Map.of("a", "b"))));
    MeshConfig own = Given.mesh(Given.withMeshConfig(settings), "").config();
    assertThat(own.trustDomain()).isEqualTo("mine");
    assertThat(own.discoverySelectors()).extracting(Object::toString).containsExactly("a=b");
    assertThat(Given.mesh(Given.withMeshConfig(settings), CONFIG).config().trustDomain())
        .isEqualTo("td.example");
  }

  @Test
  void anOperatorIsReadWhereThereIsNoConfigMap() {
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {meshConfig: {trustDomain: op}}
        """;
    assertThat(Given.mesh(operator).config().trustDomain()).isEqualTo("op");
    assertThat(Given.mesh(operator, CONFIG).config().trustDomain()).isEqualTo("td.example");
  }

  @Test
  void aConfigMapOfThatNameElsewhereIsNone() {
    String other = CONFIG.replace("namespace: istio-system", "namespace: shop");
    assertThat(Given.mesh(Given.istiod("default"), other).config().isKnown()).isFalse();
  }

  @Test
  void theOnlyRevisionsConfigIsUsed() {
    String canary = CONFIG.replace("{name: istio,", "{name: istio-canary,");
    assertThat(Given.mesh(canary).config().trustDomain()).isEqualTo("td.example");
    String other = canary.replace("istio-canary", "istio-other");
    assertThat(Given.mesh(canary, other).config().isKnown()).isFalse();
  }

  @Test
  void theVersionIsThatOfTheImage() {
    assertThat(Given.mesh(Given.istiod("default")).controlPlane().version())
        .isEqualTo(new Version(1, 24));
    assertThat(Given.mesh("").controlPlane().version()).isEqualTo(new Version(1, 30));
    String latest = Given.istiod("default").replace(":1.24.3", ":latest");
    assertThat(Given.mesh(latest).controlPlane().version()).isEqualTo(new Version(1, 30));
  }

  @Test
  void imagesAreTakenApart() {
    assertThat(Istiod.imageName("docker.io/istio/pilot:1.24.3@sha256:abc")).isEqualTo("pilot");
    assertThat(Istiod.imageName("localhost:5000/pilot")).isEqualTo("pilot");
    assertThat(Istiod.imageVersion("localhost:5000/pilot")).isNull();
    assertThat(Istiod.imageVersion("gcr.io/istio/pilot:1.21-dev.abc"))
        .isEqualTo(new Version(1, 21));
  }

  @Test
  void anIstioObjectOfAnotherRevisionIsNotRead() {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop, labels: {istio.io/rev: %s}}
        """;
    Mesh mesh = Given.mesh(Given.istiod("v2"), policy.formatted("v2"), policy.formatted("prod"));
    assertThat(mesh.graph().objects().subList(1, 3))
        .extracting(object -> mesh.isRead(object).name())
        .containsExactly("YES", "NO");
    Mesh alone = Given.mesh(policy.formatted("prod"));
    assertThat(alone.isRead(alone.graph().objects().get(0)).name()).isEqualTo("UNKNOWN");
  }
}
