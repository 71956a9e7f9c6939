package meshlint.mesh;

import static meshlint.mesh.Given.ns;
import static org.assertj.core.api.Assertions.assertThat;

import meshlint.graph.ClusterSettings;
import meshlint.graph.Known;
import meshlint.graph.Version;
import org.junit.jupiter.api.Test;

class ProxyLifeTest {
  private static final String SHOP = ns("shop", "istio-injection: enabled");

  private static ClusterSettings kubernetes(String version) {
    ClusterSettings d = ClusterSettings.DEFAULT;
    return new ClusterSettings(
        d.domain(),
        Version.parse(version),
        d.istio(),
        d.istioNamespace(),
        d.meshConfig(),
        d.externalNamespaces(),
        d.externalServices(),
        d.complete(),
        d.mesh(),
        d.defaultNamespace());
  }

  private static Answer isNative(ClusterSettings settings, String annotations, String... more) {
    Mesh mesh =
        Given.mesh(settings, SHOP, Given.web("", annotations), String.join("\n---\n", more));
    return mesh.nativeSidecar(Given.workload(mesh, "web"));
  }

  @Test
  void versionsDecideWhetherSidecarsAreNative() {
    assertThat(isNative(ClusterSettings.DEFAULT, "").isYes()).isTrue();
    assertThat(isNative(kubernetes("1.33"), "").isYes()).isTrue();
    assertThat(isNative(kubernetes("1.32"), "").isNo()).isTrue();
    Answer old = isNative(ClusterSettings.DEFAULT, "", Given.istiod("x"));
    assertThat(old.isNo()).isTrue();
    assertThat(old.reason()).isEqualTo("Istio 1.24 does not make sidecars native by itself");
  }

  @Test
  void settingsComeBeforeVersions() {
    String annotation = "sidecar.istio.io/nativeSidecar: '%s'";
    assertThat(isNative(kubernetes("1.30"), annotation.formatted("true")).isYes()).isTrue();
    assertThat(isNative(kubernetes("1.35"), annotation.formatted("false")).isNo()).isTrue();
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {values: {pilot: {env: {ENABLE_NATIVE_SIDECARS: %s}}}}
        """;
    assertThat(isNative(kubernetes("1.30"), "", operator.formatted("true")).isYes()).isTrue();
    assertThat(isNative(kubernetes("1.35"), "", operator.formatted("false")).isNo()).isTrue();
  }

  private static boolean rewrites(String annotations, String... more) {
    Mesh mesh = Given.mesh(SHOP, Given.web("", annotations), String.join("\n---\n", more));
    return mesh.rewritesProbes(Given.workload(mesh, "web")).isYes();
  }

  @Test
  void probesAreRewrittenUnlessSwitchedOff() {
    String annotation = "sidecar.istio.io/rewriteAppHTTPProbers: '%s'";
    assertThat(rewrites("")).isTrue();
    assertThat(rewrites(annotation.formatted("false"))).isFalse();
    assertThat(rewrites(annotation.formatted("no"))).isTrue();
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {values: {sidecarInjectorWebhook: {rewriteAppHTTPProbe: false}}}
        """;
    assertThat(rewrites("", operator)).isFalse();
    assertThat(rewrites(annotation.formatted("true"), operator)).isTrue();
  }

  private static Known loopback(String namespace, String... more) {
    Mesh mesh = Given.mesh(namespace, Given.web("", ""), String.join("\n---\n", more));
    return mesh.reachesLoopback(Given.workload(mesh, "web"), 8080).state();
  }

  @Test
  void loopbackIsReachedOnlyWhereTheProxyIsToldSo() {
    assertThat(loopback(SHOP)).isEqualTo(Known.NO);
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "inboundTrafficPolicy: {mode: LOCALHOST}"}
        """;
    assertThat(loopback(SHOP, config)).isEqualTo(Known.YES);
    assertThat(loopback(ns("shop", "a: b"), config)).isEqualTo(Known.NO);
    String sidecar =
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: shop}
        spec: {ingress: [{port: {number: 8080, protocol: HTTP, name: x}, defaultEndpoint: "%s:8080"}]}
        """;
    assertThat(loopback(SHOP, sidecar.formatted("127.0.0.1"))).isEqualTo(Known.YES);
    assertThat(loopback(SHOP, config, sidecar.formatted("0.0.0.0"))).isEqualTo(Known.NO);
  }
}
