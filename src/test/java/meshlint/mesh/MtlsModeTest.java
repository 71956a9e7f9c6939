package meshlint.mesh;

import static meshlint.mesh.Given.ns;
import static meshlint.mesh.Given.web;
import static org.assertj.core.api.Assertions.assertThat;

import meshlint.graph.Known;
import meshlint.mesh.MtlsMode.Level;
import meshlint.mesh.MtlsMode.Mode;
import org.junit.jupiter.api.Test;

class MtlsModeTest {
  private static final String NS = ns("shop", "istio-injection: enabled");

  private static String policy(String namespace, String name, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
        .formatted(name, namespace, spec);
  }

  private static final String MESH_STRICT =
      policy("istio-system", "default", "mtls: {mode: STRICT}");
  private static final String NS_STRICT = policy("shop", "default", "mtls: {mode: STRICT}");
  private static final String OWN = "selector: {matchLabels: {app: web}}";

  private static MtlsMode mtls(int port, String... manifests) {
    Mesh mesh = Given.mesh(manifests);
    return mesh.mtls(Given.workload(mesh, "web"), port);
  }

  @Test
  void withoutPoliciesInTheInputNothingIsKnown() {
    MtlsMode mode = mtls(8080, NS, web("", ""));
    assertThat(mode.mode()).isEqualTo(Mode.PERMISSIVE);
    assertThat(mode.strict()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void theNarrowerLevelWins() {
    String own = policy("shop", "web", OWN + ", mtls: {mode: DISABLE}");
    assertThat(mtls(8080, MESH_STRICT, web("", "")).level()).isEqualTo(Level.MESH);
    assertThat(mtls(8080, MESH_STRICT, web("", "")).mode()).isEqualTo(Mode.STRICT);
    assertThat(mtls(8080, MESH_STRICT, NS_STRICT, web("", "")).level()).isEqualTo(Level.NAMESPACE);
    MtlsMode mode = mtls(8080, MESH_STRICT, NS_STRICT, own, web("", ""));
    assertThat(mode.level()).isEqualTo(Level.WORKLOAD);
    assertThat(mode.disabled()).isEqualTo(Known.YES);
    assertThat(mode.reason()).isEqualTo("PeerAuthentication shop/web sets DISABLE");
    assertThat(mode.place()).isNotNull();
    assertThat(mode.place().path().toString()).isEqualTo("spec.mtls.mode");
  }

  @Test
  void unsetInherits() {
    for (String mtls : new String[] {"mtls: {mode: UNSET}", "mtls: {}", ""}) {
      MtlsMode mode = mtls(8080, MESH_STRICT, policy("shop", "default", mtls), web("", ""));
      assertThat(mode.mode()).isEqualTo(Mode.STRICT);
      assertThat(mode.level()).isEqualTo(Level.MESH);
    }
  }

  @Test
  void anotherNamespacesPolicyDoesNotCount() {
    assertThat(mtls(8080, policy("other", "default", "mtls: {mode: STRICT}"), web("", "")).level())
        .isEqualTo(Level.DEFAULT);
  }

  @Test
  void aSelectorThatMissesDoesNotCount() {
    String other = policy("shop", "x", "selector: {matchLabels: {app: x}}, mtls: {mode: STRICT}");
    MtlsMode mode = mtls(8080, other, web("", ""));
    assertThat(mode.strict()).isEqualTo(Known.NO);
  }

  @Test
  void anEmptySelectorIsNone() {
    MtlsMode mode =
        mtls(8080, policy("shop", "x", "selector: {}, mtls: {mode: STRICT}"), web("", ""));
    assertThat(mode.level()).isEqualTo(Level.NAMESPACE);
  }

  @Test
  void inTheRootNamespaceASelectorHoldsForNobody() {
    String policy = policy("istio-system", "x", OWN + ", mtls: {mode: STRICT}");
    String here = Given.deployment("istio-system", "web", "app: web", "");
    assertThat(mtls(8080, policy, web("", "")).level()).isEqualTo(Level.DEFAULT);
    assertThat(mtls(8080, policy, here).level()).isEqualTo(Level.DEFAULT);
    assertThat(mtls(8080, MESH_STRICT, here).level()).isEqualTo(Level.MESH);
  }

  @Test
  void theRootNamespaceIsThatOfTheMeshConfig() {
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "rootNamespace: mesh-root"}
        """;
    assertThat(mtls(8080, config, MESH_STRICT, web("", "")).level()).isEqualTo(Level.DEFAULT);
    String root = policy("mesh-root", "default", "mtls: {mode: STRICT}");
    assertThat(mtls(8080, config, root, web("", "")).level()).isEqualTo(Level.MESH);
  }

  @Test
  void portsCountOnlyWithASelector() {
    String ports = "portLevelMtls: {8080: {mode: DISABLE}, 9090: {mode: UNSET}}";
    String own = policy("shop", "web", OWN + ", mtls: {mode: STRICT}, " + ports);
    assertThat(mtls(8080, own, web("", "")).level()).isEqualTo(Level.PORT);
    assertThat(mtls(8080, own, web("", "")).mode()).isEqualTo(Mode.DISABLE);
    assertThat(mtls(9090, own, web("", "")).mode()).isEqualTo(Mode.STRICT);
    assertThat(mtls(80, own, web("", "")).mode()).isEqualTo(Mode.STRICT);
    String wide = policy("shop", "default", "mtls: {mode: STRICT}, " + ports);
    assertThat(mtls(8080, wide, web("", "")).mode()).isEqualTo(Mode.STRICT);
  }

  @Test
  void whichOfTwoIsOlderIsOpen() {
    String other = policy("shop", "other", "mtls: {mode: PERMISSIVE}");
    MtlsMode mode = mtls(8080, NS_STRICT, other, web("", ""));
    assertThat(mode.strict()).isEqualTo(Known.UNKNOWN);
    assertThat(mode.rivals()).hasSize(1);
    String same = policy("shop", "same", "mtls: {mode: STRICT}");
    assertThat(mtls(8080, NS_STRICT, same, web("", "")).strict()).isEqualTo(Known.YES);
  }

  @Test
  void aTimestampTellsWhichIsOlder() {
    String old =
        policy("shop", "old", "mtls: {mode: PERMISSIVE}")
            .replace(
                "namespace: shop", "namespace: shop, creationTimestamp: '2024-01-01T00:00:00Z'");
    MtlsMode mode = mtls(8080, NS_STRICT, old, web("", ""));
    assertThat(mode.strict()).isEqualTo(Known.NO);
  }

  // --- is it enforced? -----------------------------------------------------------------

  private static Known requires(int port, String... manifests) {
    Mesh mesh = Given.mesh(manifests);
    return mesh.requiresMtls(Given.workload(mesh, "web"), port).state();
  }

  @Test
  void aPolicyNeedsAProxy() {
    assertThat(requires(8080, NS, NS_STRICT, web("", ""))).isEqualTo(Known.YES);
    assertThat(requires(8080, ns("shop", "a: b"), NS_STRICT, web("", ""))).isEqualTo(Known.NO);
    assertThat(requires(8080, NS_STRICT, web("", ""))).isEqualTo(Known.UNKNOWN);
    assertThat(
            requires(8080, ns("shop", "istio.io/dataplane-mode: ambient"), NS_STRICT, web("", "")))
        .isEqualTo(Known.YES);
  }

  @Test
  void excludedPortsAreNotGuarded() {
    String excluding = web("", "traffic.sidecar.istio.io/excludeInboundPorts: '9090, 8080'");
    assertThat(requires(8080, NS, NS_STRICT, excluding)).isEqualTo(Known.NO);
    assertThat(requires(80, NS, NS_STRICT, excluding)).isEqualTo(Known.YES);
    String including = web("", "traffic.sidecar.istio.io/includeInboundPorts: '80'");
    assertThat(requires(8080, NS, NS_STRICT, including)).isEqualTo(Known.NO);
    assertThat(requires(15020, NS, NS_STRICT, web("", ""))).isEqualTo(Known.NO);
  }

  // --- capture ------------------------------------------------------------------------------

  private static Known outbound(int port, String annotations) {
    Mesh mesh = Given.mesh(NS, web("", annotations));
    return mesh.capture(Given.workload(mesh, "web")).outbound(port).state();
  }

  @Test
  void outboundPortsAndRanges() {
    String p = "traffic.sidecar.istio.io/";
    assertThat(outbound(80, "")).isEqualTo(Known.YES);
    assertThat(outbound(80, p + "excludeOutboundPorts: '80,81'")).isEqualTo(Known.NO);
    assertThat(outbound(82, p + "excludeOutboundPorts: '80,81'")).isEqualTo(Known.YES);
    assertThat(outbound(80, p + "excludeOutboundIPRanges: 0.0.0.0/0")).isEqualTo(Known.NO);
    assertThat(outbound(80, p + "excludeOutboundIPRanges: 10.0.0.0/8")).isEqualTo(Known.UNKNOWN);
    assertThat(outbound(80, p + "includeOutboundIPRanges: 10.0.0.0/8")).isEqualTo(Known.UNKNOWN);
    assertThat(outbound(80, p + "includeOutboundIPRanges: '*'")).isEqualTo(Known.YES);
    assertThat(outbound(80, p + "includeOutboundIPRanges: ''")).isEqualTo(Known.NO);
    assertThat(outbound(80, p + "includeOutboundIPRanges: '', " + p + "includeOutboundPorts: '80'"))
        .isEqualTo(Known.YES);
    assertThat(outbound(80, "sidecar.istio.io/interceptionMode: NONE")).isEqualTo(Known.NO);
  }

  @Test
  void theProxysUserIsNotCaptured() {
    String pod = web("", "") + "      securityContext: {runAsUser: 1337}\n";
    Mesh mesh = Given.mesh(NS, pod);
    Capture capture = mesh.capture(Given.workload(mesh, "web"));
    assertThat(capture.outbound(80).state()).isEqualTo(Known.NO);
    assertThat(capture.proxyUserPlaces()).hasSize(1);
    assertThat(capture.inbound(80).state()).isEqualTo(Known.YES);
  }

  @Test
  void gatewaysDoNotEnforceIt() {
    String strict =
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec: {mtls: {mode: STRICT}}
        """;
    String namespace = Given.ns("shop", "istio-injection: enabled");
    Mesh app = Given.mesh(strict, namespace, Given.web("", ""));
    assertThat(app.requiresMtls(Given.workload(app, "web"), 8080).isYes()).isTrue();
    Mesh gateway =
        Given.mesh(strict, namespace, Given.web("", "inject.istio.io/templates: gateway"));
    assertThat(gateway.requiresMtls(Given.workload(gateway, "web"), 8080).isNo()).isTrue();
  }
}
