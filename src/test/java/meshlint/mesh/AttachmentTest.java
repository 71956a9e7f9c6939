package meshlint.mesh;

import static meshlint.mesh.Given.ns;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.manifest.KubeObject;
import meshlint.mesh.HostLookup.Outcome;
import meshlint.mesh.TlsConflict.Kind;
import org.junit.jupiter.api.Test;

class AttachmentTest {
  private static final String WORKLOADS =
      Given.deployment("shop", "web", "app: web", "")
          + "---\n"
          + Given.deployment("data", "db", "app: db", "")
          + "---\n"
          + Given.deployment("data", "web", "app: web", "");

  private static String object(String api, String kind, String namespace, String spec) {
    return """
        apiVersion: %s
        kind: %s
        metadata: {name: x, namespace: %s}
        spec: {%s}
        """
        .formatted(api, kind, namespace, spec);
  }

  private static String security(String kind, String namespace, String spec) {
    return object("security.istio.io/v1", kind, namespace, spec);
  }

  private static String networking(String kind, String namespace, String spec) {
    return object("networking.istio.io/v1", kind, namespace, spec);
  }

  /** What the first object attaches to: {@code SCOPE known ns/name ns/name}. */
  private static String attached(String object, String... more) {
    Mesh mesh = Given.mesh(object, WORKLOADS, String.join("\n---\n", more));
    Attachment attachment = mesh.attachment(mesh.graph().objects().get(0));
    List<String> workloads =
        attachment.workloads().stream().map(w -> w.namespace() + "/" + w.name()).toList();
    return attachment.scope() + " " + attachment.matches() + " " + String.join(" ", workloads);
  }

  private static final String WEB = "selector: {matchLabels: {app: web}}";

  @Test
  void aSelectorSelectsInItsNamespace() {
    assertThat(attached(security("PeerAuthentication", "shop", WEB)))
        .isEqualTo("WORKLOADS YES shop/web");
    assertThat(attached(security("AuthorizationPolicy", "shop", "selector: {matchLabels: {a: b}}")))
        .isEqualTo("WORKLOADS NO ");
    assertThat(attached(security("AuthorizationPolicy", "other", WEB)))
        .isEqualTo("WORKLOADS UNKNOWN ");
    assertThat(attached(networking("Sidecar", "data", "workloadSelector: {labels: {app: db}}")))
        .isEqualTo("WORKLOADS YES data/db");
  }

  @Test
  void withoutSelectorItIsTheNamespaceOrTheMesh() {
    assertThat(attached(security("AuthorizationPolicy", "data", "")))
        .isEqualTo("NAMESPACE YES data/db data/web");
    assertThat(attached(security("PeerAuthentication", "istio-system", "")))
        .isEqualTo("MESH YES shop/web data/db data/web");
    assertThat(attached(security("AuthorizationPolicy", "other", "")))
        .isEqualTo("NAMESPACE UNKNOWN ");
  }

  @Test
  void fromTheRootNamespaceSomeSelectEverywhere() {
    assertThat(attached(security("AuthorizationPolicy", "istio-system", WEB)))
        .isEqualTo("WORKLOADS_EVERYWHERE YES data/web shop/web");
    assertThat(attached(security("PeerAuthentication", "istio-system", WEB)))
        .isEqualTo("NOBODY NO ");
    assertThat(
            attached(
                networking("Sidecar", "istio-system", "workloadSelector: {labels: {app: web}}")))
        .isEqualTo("WORKLOADS UNKNOWN ");
  }

  @Test
  void targetsAreNoWorkloads() {
    assertThat(
            attached(
                security(
                    "AuthorizationPolicy",
                    "shop",
                    "targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: gw}]")))
        .isEqualTo("TARGETS UNKNOWN ");
    assertThat(attached(networking("ServiceEntry", "shop", "hosts: [a.b]")))
        .isEqualTo("NONE UNKNOWN ");
  }

  @Test
  void aGatewaySelectsInAllNamespaces() {
    assertThat(attached(networking("Gateway", "data", "selector: {app: web}")))
        .isEqualTo("WORKLOADS_EVERYWHERE YES data/web shop/web");
    // Without gateways in the input nobody knows.
    assertThat(attached(networking("Gateway", "data", "selector: {gw: own}")))
        .isEqualTo("WORKLOADS_EVERYWHERE UNKNOWN ");
    String gateway =
        Given.deployment(
            "edge",
            "gw",
            "gw: mine, sidecar.istio.io/inject: 'true'",
            "inject.istio.io/templates: gateway");
    assertThat(attached(networking("Gateway", "data", "selector: {gw: own}"), gateway))
        .isEqualTo("WORKLOADS_EVERYWHERE NO ");
    assertThat(
            attached(networking("Gateway", "data", "selector: {istio: ingressgateway}"), gateway))
        .isEqualTo("WORKLOADS_EVERYWHERE UNKNOWN ");
  }

  @Test
  void rivalsClaimTheSame() {
    String wide = networking("Sidecar", "shop", "egress: []");
    String web = networking("Sidecar", "shop", "workloadSelector: {labels: {app: web}}");
    String none = networking("Sidecar", "shop", "workloadSelector: {labels: {app: none}}");
    assertThat(rivals(wide, wide, web)).isEqualTo(1);
    assertThat(rivals(web, web, none, wide)).isEqualTo(1);
    assertThat(rivals(web, none, wide)).isZero();
    assertThat(rivals(wide, networking("Sidecar", "data", ""))).isZero();
  }

  private static int rivals(String object, String... more) {
    Mesh mesh = Given.mesh(object, WORKLOADS, String.join("\n---\n", more));
    return mesh.rivals(mesh.graph().objects().get(0)).size();
  }

  // --- hosts in objects ----------------------------------------------------------------------

  private static List<String> hosts(String object) {
    Mesh mesh =
        Given.mesh(
            object,
            """
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: data}
            spec: {selector: {app: db}, ports: [{name: tcp, port: 5432}]}
            """);
    KubeObject first = mesh.graph().objects().get(0);
    return mesh.hostUses(first).stream()
        .map(use -> use.role() + " " + use.place().path() + " " + use.lookup().outcome())
        .toList();
  }

  @Test
  void hostsAreFoundWithTheirPlaces() {
    assertThat(
            hosts(
                networking(
                    "VirtualService",
                    "data",
                    "hosts: [db, db.data], http: [{route: [{destination: {host: db, subset: v1}}],"
                        + " mirror: {host: nope}}], tcp: [{route: [{destination: {host: db}}]}]")))
        .containsExactly(
            "ROUTED spec.hosts[0] FOUND",
            "ROUTED spec.hosts[1] NOT_COMPLETED",
            "DESTINATION spec.http[0].route[0].destination.host FOUND",
            "MIRROR spec.http[0].mirror.host MISSING",
            "DESTINATION spec.tcp[0].route[0].destination.host FOUND");
    assertThat(hosts(networking("DestinationRule", "data", "host: db")))
        .containsExactly("RULE spec.host FOUND");
    assertThat(hosts(networking("ServiceEntry", "data", "hosts: [a.b]")))
        .containsExactly("ADDED spec.hosts[0] FOUND");
  }

  @Test
  void aSidecarsHostsAreComparedAsTheyAre() {
    String sidecar =
        networking(
            "Sidecar",
            "shop",
            "egress: [{hosts: [data/db, '*/*', data/db.data.svc.cluster.local, nonsense]}]");
    assertThat(hosts(sidecar))
        .containsExactly(
            "IMPORTED spec.egress[0].hosts[0] " + Outcome.NOT_COMPLETED,
            "IMPORTED spec.egress[0].hosts[1] " + Outcome.UNKNOWN,
            "IMPORTED spec.egress[0].hosts[2] " + Outcome.FOUND);
    Mesh mesh = Given.mesh(sidecar);
    assertThat(mesh.hostUses(mesh.graph().objects().get(0)).get(0).lookup().meant())
        .isEqualTo("db.data.svc.cluster.local");
  }

  // --- what clients send against what servers take ----------------------------------------------

  private static List<TlsConflict> conflicts(String service, String... manifests) {
    Mesh mesh =
        Given.mesh(
            ns("data", "istio-injection: enabled"),
            """
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: data}
            spec: {selector: {app: db}, ports: [{name: tcp, port: 8080}], %s}
            """
                .formatted(service),
            String.join("\n---\n", manifests));
    return mesh.tlsConflicts(Given.service(mesh, "db"), "data");
  }

  private static final String DB = Given.deployment("data", "db", "app: db", "");
  private static final String OUT =
      Given.deployment("data", "old", "app: db, sidecar.istio.io/inject: 'false'", "");
  private static final String HEADLESS = "clusterIP: None";
  private static final String STRICT =
      security("PeerAuthentication", "data", "mtls: {mode: STRICT}");

  private static String tls(String mode) {
    return networking(
        "DestinationRule", "data", "host: db, trafficPolicy: {tls: {mode: " + mode + "}}");
  }

  @Test
  void noConflictWhereAllIsAutomatic() {
    assertThat(conflicts("type: ClusterIP", DB, OUT, STRICT)).isEmpty();
    assertThat(conflicts(HEADLESS, DB, STRICT)).isEmpty();
    assertThat(conflicts(HEADLESS, DB, OUT)).isEmpty();
  }

  @Test
  void mixedPodsBehindHeadlessUnderStrict() {
    assertThat(conflicts(HEADLESS, DB, OUT, STRICT))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.kind()).isEqualTo(Kind.PLAINTEXT_TO_STRICT);
              assertThat(conflict.server().name()).isEqualTo("db");
              assertThat(conflict.client().cause()).isEqualTo(ClientTls.Cause.MIXED_ENDPOINTS);
            });
  }

  @Test
  void policiesOnWorkloadsBehindHeadless() {
    String own = "selector: {matchLabels: {app: db}}, mtls: {mode: %s}";
    String disabled = security("PeerAuthentication", "data", own.formatted("DISABLE"));
    assertThat(conflicts(HEADLESS, DB, disabled))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.MTLS_TO_PLAINTEXT);
    assertThat(conflicts("type: ClusterIP", DB, disabled)).isEmpty();
    assertThat(conflicts(HEADLESS, DB, disabled, tls("DISABLE"))).isEmpty();
    String inverse =
        security("PeerAuthentication", "data", "mtls: {mode: DISABLE}")
            + "---\n"
            + security("PeerAuthentication", "data", own.formatted("STRICT"));
    assertThat(conflicts(HEADLESS, DB, inverse))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.PLAINTEXT_TO_STRICT);
  }

  @Test
  void rulesAgainstPolicies() {
    assertThat(conflicts("type: ClusterIP", DB, STRICT, tls("DISABLE")))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.PLAINTEXT_TO_STRICT);
    assertThat(conflicts("type: ClusterIP", DB, STRICT, tls("SIMPLE")))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.OWN_TLS_TO_STRICT);
    assertThat(conflicts("type: ClusterIP", OUT, tls("ISTIO_MUTUAL")))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.MTLS_WITHOUT_SIDECAR);
    assertThat(conflicts("type: ClusterIP", DB, STRICT, tls("ISTIO_MUTUAL"))).isEmpty();
  }

  @Test
  void portsPastTheSidecar() {
    String excluding =
        Given.deployment(
            "data", "db", "app: db", "traffic.sidecar.istio.io/excludeInboundPorts: '8080'");
    assertThat(conflicts("type: ClusterIP", excluding))
        .extracting(TlsConflict::kind)
        .containsExactly(Kind.MTLS_PAST_SIDECAR);
    assertThat(conflicts("type: ClusterIP", excluding, tls("DISABLE"))).isEmpty();
  }
}
