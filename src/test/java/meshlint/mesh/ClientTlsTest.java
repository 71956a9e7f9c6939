package meshlint.mesh;

import static meshlint.mesh.Given.ns;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import meshlint.mesh.ClientTls.Cause;
import meshlint.mesh.ClientTls.Mode;
import org.junit.jupiter.api.Test;

class ClientTlsTest {
  private static final String NAMESPACES =
      ns("shop", "istio-injection: enabled") + "---\n" + ns("data", "istio-injection: enabled");
  private static final String WEB = Given.deployment("shop", "web", "app: web", "");

  private static String service(String extra) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: data}
        spec: {selector: {app: db}, ports: [{name: tcp, port: 5432, targetPort: 8080}]%s}
        """
        .formatted(extra);
  }

  private static final String HEADLESS = service(", clusterIP: None");
  private static final String CLUSTER_IP = service("");

  private static String db(String name, String labels) {
    return Given.deployment("data", name, "app: db" + labels, "");
  }

  private static String policy(String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: p, namespace: data}
        spec: {%s}
        """
        .formatted(spec);
  }

  private static String rule(String tls) {
    return """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: r, namespace: data}
        spec: {host: db, trafficPolicy: {tls: {%s}}}
        """
        .formatted(tls);
  }

  private static ClientTls tls(String... manifests) {
    List<String> all = new ArrayList<>(List.of(manifests));
    all.add(0, NAMESPACES);
    if (all.stream().noneMatch(m -> m.contains("name: web,"))) {
      all.add(WEB);
    }
    Mesh mesh = Given.mesh(all.toArray(String[]::new));
    MeshService db = mesh.registry().of(Given.service(mesh, "db"));
    return mesh.clientTls(Given.workload(mesh, "web"), db, db.ports().get(0), null);
  }

  private static final String NOT_IN_MESH = ", sidecar.istio.io/inject: 'false'";

  @Test
  void aClientWithoutSidecarSendsPlaintext() {
    String outside = Given.deployment("shop", "web", "app: web" + NOT_IN_MESH, "");
    assertThat(tls(CLUSTER_IP, db("db", ""), outside).cause()).isEqualTo(Cause.CLIENT_NOT_IN_MESH);
    String excluding =
        Given.deployment(
            "shop", "web", "app: web", "traffic.sidecar.istio.io/excludeOutboundPorts: '5432'");
    assertThat(tls(CLUSTER_IP, db("db", ""), excluding).cause()).isEqualTo(Cause.NOT_CAPTURED);
  }

  @Test
  void automaticMtlsFollowsEachEndpointOfAClusterIp() {
    assertThat(tls(CLUSTER_IP, db("db", "")).mode()).isEqualTo(Mode.ISTIO_MUTUAL);
    assertThat(tls(CLUSTER_IP, db("db", NOT_IN_MESH)).mode()).isEqualTo(Mode.PLAINTEXT);
    assertThat(tls(CLUSTER_IP, db("db", ""), db("old", NOT_IN_MESH)).mode())
        .isEqualTo(Mode.PER_ENDPOINT);
    assertThat(
            tls(
                    CLUSTER_IP,
                    db("db", ""),
                    policy("selector: {matchLabels: {app: db}}, mtls: {mode: DISABLE}"))
                .cause())
        .isEqualTo(Cause.POLICY_DISABLED);
    String port = "selector: {matchLabels: {app: db}}, portLevelMtls: {%s: {mode: DISABLE}}";
    assertThat(tls(CLUSTER_IP, db("db", ""), policy(port.formatted("8080"))).mode())
        .isEqualTo(Mode.PLAINTEXT);
    assertThat(tls(CLUSTER_IP, db("db", ""), policy(port.formatted("5432"))).mode())
        .isEqualTo(Mode.ISTIO_MUTUAL);
  }

  @Test
  void headlessIsDecidedOnceForAll() {
    assertThat(tls(HEADLESS, db("db", "")).mode()).isEqualTo(Mode.ISTIO_MUTUAL);
    ClientTls mixed = tls(HEADLESS, db("db", ""), db("old", NOT_IN_MESH));
    assertThat(mixed.mode()).isEqualTo(Mode.PLAINTEXT);
    assertThat(mixed.cause()).isEqualTo(Cause.MIXED_ENDPOINTS);
    assertThat(mixed.evidence()).isNotEmpty();
  }

  @Test
  void headlessIsBlindToPoliciesOnWorkloads() {
    String own = policy("selector: {matchLabels: {app: db}}, mtls: {mode: DISABLE}");
    assertThat(tls(HEADLESS, db("db", ""), own).mode()).isEqualTo(Mode.ISTIO_MUTUAL);
    assertThat(tls(HEADLESS, db("db", ""), policy("mtls: {mode: DISABLE}")).cause())
        .isEqualTo(Cause.POLICY_DISABLED);
  }

  @Test
  void aRuleDecides() {
    assertThat(tls(HEADLESS, db("db", ""), rule("mode: DISABLE")).mode()).isEqualTo(Mode.PLAINTEXT);
    assertThat(tls(HEADLESS, db("db", ""), rule("sni: x")).mode()).isEqualTo(Mode.PLAINTEXT);
    ClientTls forced = tls(HEADLESS, db("db", NOT_IN_MESH), rule("mode: ISTIO_MUTUAL"));
    assertThat(forced.mode()).isEqualTo(Mode.ISTIO_MUTUAL);
    assertThat(forced.cause()).isEqualTo(Cause.RULE);
    assertThat(forced.reason()).isEqualTo("DestinationRule data/r sets TLS mode ISTIO_MUTUAL");
    assertThat(forced.rule()).isNotNull();
  }

  @Test
  void aTlsModeLabelBeatsTheSidecar() {
    assertThat(tls(HEADLESS, db("db", ", security.istio.io/tlsMode: disabled")).mode())
        .isEqualTo(Mode.PLAINTEXT);
    assertThat(tls(HEADLESS, db("db", NOT_IN_MESH + ", security.istio.io/tlsMode: istio")).mode())
        .isEqualTo(Mode.ISTIO_MUTUAL);
  }

  @Test
  void automaticMtlsCanBeOff() {
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "enableAutoMtls: false"}
        """;
    assertThat(tls(config, HEADLESS, db("db", "")).cause()).isEqualTo(Cause.AUTO_OFF);
  }

  @Test
  void whatIsNotInTheInputIsUnknown() {
    assertThat(tls(HEADLESS).mode()).isEqualTo(Mode.UNKNOWN);
    assertThat(tls(CLUSTER_IP).mode()).isEqualTo(Mode.UNKNOWN);
  }

  @Test
  void ambientPodsAreReachedThroughTheTunnelButNotBehindHeadless() {
    String ambient = ", sidecar.istio.io/inject: 'false', istio.io/dataplane-mode: ambient";
    assertThat(tls(CLUSTER_IP, db("db", ambient)).mode()).isEqualTo(Mode.HBONE);
    assertThat(tls(HEADLESS, db("db", ambient)).mode()).isEqualTo(Mode.PLAINTEXT);
  }

  @Test
  void gatewaysDecidePerEndpointAlsoForHeadless() {
    String gateway =
        Given.deployment("shop", "web", "app: web", "inject.istio.io/templates: gateway");
    assertThat(tls(HEADLESS, db("db", ""), db("old", NOT_IN_MESH), gateway).mode())
        .isEqualTo(Mode.PER_ENDPOINT);
  }

  @Test
  void aHiddenServiceGetsPlaintext() {
    String sidecar =
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: shop}
        spec: {egress: [{hosts: ["./*"]}]}
        """;
    ClientTls hidden = tls(HEADLESS, db("db", ""), sidecar);
    assertThat(hidden.cause()).isEqualTo(Cause.NOT_IMPORTED);
    assertThat(hidden.reason())
        .isEqualTo("Sidecar shop/default does not import db.data.svc.cluster.local");
  }
}
