package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import meshlint.manifest.KubeObject;
import org.junit.jupiter.api.Test;

/** What is spoken on ports, and the routes, rules and entries that never apply. */
class IstioTrafficTest {
  private static final String INJECTED =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: %s, labels: {istio-injection: enabled}}
      """;

  private static String istio(String kind, String namespace, String name, String spec) {
    return """
        apiVersion: networking.istio.io/v1
        kind: %s
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
        .formatted(kind, name, namespace, spec);
  }

  private static String service(String namespace, String name, String port) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {selector: {app: %s}, ports: [{%s}]}
        """
        .formatted(name, namespace, name, port);
  }

  private static String deployment(String namespace, String name, String image, String port) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec:
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec: {containers: [{name: app, image: %s, ports: [{containerPort: %s}]}]}
        """
        .formatted(name, namespace, name, name, image, port);
  }

  private static KubeObject object(Mesh mesh, String kind, String name) {
    return mesh.graph().objects().stream()
        .filter(o -> o.kind().name().equals(kind) && o.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  // --- what is spoken ----------------------------------------------------------------------------

  /** What is spoken on a Service's port: the protocol, {@code !} where servers speak first, why. */
  private static String spoken(String port, String image, String containerPort) {
    Mesh mesh = Given.mesh(service("a", "s", port), deployment("a", "s", image, containerPort));
    Spoken spoken = mesh.spoken(mesh.registry().of(Given.service(mesh, "s")).ports().get(0));
    return spoken == null
        ? "-"
        : spoken.protocol() + (spoken.serverFirst() ? "! " : " ") + spoken.evidence();
  }

  @Test
  void anImageSaysItOnItsOwnPorts() {
    assertThat(spoken("port: 80, targetPort: 6033", "x/proxysql/proxysql:2.6@sha256:0", "6033"))
        .isEqualTo("MySQL! IMAGE");
    assertThat(spoken("port: 80, targetPort: 6379", "redis", "6379")).isEqualTo("Redis IMAGE");
    // Its metrics are not what the image is for, and an exporter is no server.
    assertThat(spoken("port: 9104", "mysql:8", "9104")).isEqualTo("-");
    assertThat(spoken("port: 80, targetPort: 6379", "redis-exporter:1", "6379")).isEqualTo("-");
  }

  @Test
  void aNameSaysItUnlessItAlsoSaysHttp() {
    assertThat(spoken("name: db-mariadb, port: 99", "x", "99")).isEqualTo("MySQL! NAME");
    assertThat(spoken("name: smtp-metrics, port: 25", "x", "25")).isEqualTo("-");
  }

  @Test
  void aNumberIsAHint() {
    assertThat(spoken("name: client, port: 4222", "x", "4222")).isEqualTo("NATS! NUMBER");
    assertThat(spoken("port: 5432", "x", "5432")).isEqualTo("PostgreSQL NUMBER");
    assertThat(spoken("port: 8080", "x", "8080")).isEqualTo("-");
  }

  // --- ServiceEntries
  // -------------------------------------------------------------------------------

  private static String entry(String namespace, String name, String more) {
    return istio(
        "ServiceEntry",
        namespace,
        name,
        "hosts: [%s.example.com], ports: [{number: 99, name: tcp, protocol: TCP}], %s"
            .formatted(name, more));
  }

  private static List<String> rivals(Mesh mesh, String name) {
    return mesh.objects().tcpEntryRivals().of(object(mesh, "ServiceEntry", name)).stream()
        .map(rival -> rival.other().name() + ":" + rival.port())
        .toList();
  }

  @Test
  void tcpPortsWithoutAddressesShareAListener() {
    Mesh mesh =
        Given.mesh(
            entry("a", "one", "resolution: DNS"),
            entry("b", "two", "resolution: DNS"),
            entry("c", "own", "resolution: DNS, exportTo: ['.']"),
            entry("d", "alone", "resolution: DNS, addresses: [192.0.2.1]"));
    assertThat(rivals(mesh, "one")).containsExactly("two:99");
    assertThat(rivals(mesh, "two")).containsExactly("one:99");
    assertThat(rivals(mesh, "own")).containsExactly("one:99");
    assertThat(rivals(mesh, "alone")).isEmpty();
  }

  @Test
  void entriesForDifferentNamespacesKeepApart() {
    Mesh mesh =
        Given.mesh(
            entry("a", "one", "resolution: DNS, exportTo: ['.']"),
            entry("b", "two", "resolution: DNS, exportTo: ['.']"));
    assertThat(rivals(mesh, "one")).isEmpty();
  }

  @Test
  void proxiesThatCaptureDnsUseTheAddressesThatIstiodMakesUp() {
    String one = entry("a", "one", "resolution: DNS");
    String two = entry("a", "two", "resolution: DNS");
    Map<String, Object> capture =
        Map.of("defaultConfig", Map.of("proxyMetadata", Map.of("ISTIO_META_DNS_CAPTURE", "true")));
    assertThat(rivals(Given.mesh(Given.withMeshConfig(capture), one, two), "one")).isEmpty();
    // Of resolution NONE there is none to make up.
    String none = entry("a", "none", "resolution: NONE");
    assertThat(
            rivals(
                Given.mesh(Given.withMeshConfig(capture), none, none.replace("none", "nil")),
                "none"))
        .as("both go where the client dialled")
        .isEmpty();
  }

  @Test
  void aSelectorFindsMachinesAndPods() {
    String selecting = "hosts: [x.y], resolution: STATIC, workloadSelector: {labels: {app: %s}}";
    Mesh mesh =
        Given.mesh(
            istio("ServiceEntry", "a", "machine", selecting.formatted("vm")),
            istio("ServiceEntry", "a", "nobody", selecting.formatted("pod")),
            istio("ServiceEntry", "b", "elsewhere", selecting.formatted("vm")),
            istio("WorkloadEntry", "a", "vm", "address: 192.0.2.1, labels: {app: vm}"));
    assertThat(mesh.selectsEndpoints(object(mesh, "ServiceEntry", "machine")).isYes()).isTrue();
    assertThat(mesh.selectsEndpoints(object(mesh, "ServiceEntry", "nobody")).isNo()).isTrue();
    assertThat(mesh.selectsEndpoints(object(mesh, "ServiceEntry", "elsewhere")).isUnknown())
        .isTrue();
  }

  // --- routes at sidecars
  // -----------------------------------------------------------------------------

  private static List<String> unused(String port, String routes) {
    Mesh mesh =
        Given.mesh(
            service("a", "s", port), istio("VirtualService", "a", "vs", "hosts: [s], " + routes));
    return mesh.meshRoutes(object(mesh, "VirtualService", "vs")).stream()
        .filter(route -> !route.isUsed())
        .map(route -> route.kinds() + " on " + route.usable())
        .toList();
  }

  @Test
  void aPortsProtocolDecidesWhichRoutesItTakes() {
    String http = "http: [{route: []}]";
    assertThat(unused("name: tcp-x, port: 9", http)).containsExactly("[http] on [tls, tcp]");
    assertThat(unused("name: https, port: 9", http)).containsExactly("[http] on [tls, tcp]");
    assertThat(unused("name: http, port: 9", "tcp: [{route: []}]"))
        .containsExactly("[tcp] on [http]");
    assertThat(unused("name: http, port: 9", http)).isEmpty();
    assertThat(unused("port: 9", "tcp: [{route: []}]")).as("not declared").isEmpty();
    assertThat(unused("name: tcp-x, port: 9", http + ", gateways: [g]")).isEmpty();
    assertThat(
            unused(
                "name: tcp-x, port: 9",
                "gateways: [g, mesh], http: [{match: [{gateways: [g]}], route: []}]"))
        .as("not for sidecars")
        .isEmpty();
  }

  // --- DestinationRules
  // ----------------------------------------------------------------------------------

  private static List<String> gaps(String ruleNamespace, String more) {
    Mesh mesh =
        Given.mesh(
            INJECTED.formatted("client"),
            deployment("client", "c", "x", "1"),
            service("server", "s", "name: http, port: 80"),
            istio(
                "VirtualService",
                "routes",
                "vs",
                "hosts: [s.server.svc.cluster.local], http: [{route: [{destination: {host:"
                    + " s.server.svc.cluster.local, subset: v1}}]}]"),
            istio(
                "DestinationRule",
                ruleNamespace,
                "dr",
                "host: s.server.svc.cluster.local, subsets: [{name: v1}]" + more));
    return mesh.subsetGaps(object(mesh, "VirtualService", "vs")).stream()
        .map(gap -> gap.client() + " looks in " + gap.consulted("istio-system"))
        .toList();
  }

  @Test
  void clientsLookInThreeNamespacesOnly() {
    assertThat(gaps("routes", ""))
        .containsExactly("client looks in [client, server, istio-system]");
    assertThat(gaps("server", "")).isEmpty();
    assertThat(gaps("istio-system", "")).isEmpty();
  }

  // --- Gateways
  // ----------------------------------------------------------------------------------------------

  private static int clashes(String first, String second) {
    String gateway = "selector: {a: b}, servers: [{port: {number: 443, %s}, hosts: [%s]}]";
    Mesh mesh =
        Given.mesh(
            istio("Gateway", "a", "one", gateway.formatted(first, "a.b")),
            istio("Gateway", "a", "two", gateway.formatted(second, "c.d")));
    assertThat(mesh.protocolConflicts(object(mesh, "Gateway", "one"))).isEmpty();
    return mesh.protocolConflicts(object(mesh, "Gateway", "two")).size();
  }

  @Test
  void onlyHttpAndHttpOrTlsAndTlsShareAPort() {
    assertThat(clashes("protocol: HTTP", "protocol: GRPC")).isZero();
    assertThat(clashes("protocol: HTTPS", "protocol: TLS")).isZero();
    assertThat(clashes("protocol: HTTPS", "protocol: HTTP")).isOne();
    assertThat(clashes("protocol: TCP", "protocol: TCP")).isOne();
    assertThat(clashes("protocol: TCP", "name: x")).isZero();
  }

  // --- what the webhook refuses
  // ------------------------------------------------------------------------------

  private static List<String> refusals(String kind, String spec) {
    Mesh mesh = Given.mesh(istio(kind, "a", "x", spec));
    return mesh.refusals(object(mesh, kind, "x")).stream().map(Refusal::text).toList();
  }

  private static List<String> hosts(String hosts) {
    return refusals(
        "VirtualService",
        "gateways: [g], http: [{redirect: {uri: /}}], hosts: [%s]".formatted(hosts));
  }

  @Test
  void hostsAreNamesWithAWildcardInFront() {
    assertThat(hosts("a.com, '*.b.com', '*-c.com', d, '192.0.2.1', 'fd00::1', \"${E}.com\""))
        .isEmpty();
    assertThat(hosts("'a.com:80'")).singleElement().asString().contains("no port");
    assertThat(hosts("'https://a.com'")).singleElement().asString().contains("no scheme");
    assertThat(hosts("a.*.com")).singleElement().asString().contains("first label only");
    assertThat(hosts("'a..com'")).singleElement().asString().contains("no label");
    assertThat(hosts("'*.com', a.com")).singleElement().asString().contains("overlap");
    assertThat(refusals("ServiceEntry", "hosts: [192.0.2.1]"))
        .singleElement()
        .asString()
        .contains("an address is no host");
  }

  @Test
  void tlsOfAServerFitsItsProtocol() {
    String server = "servers: [{port: {number: 1, name: p, protocol: %s}, hosts: ['*'], %s}]";
    assertThat(refusals("Gateway", server.formatted("HTTPS", "tls: {mode: PASSTHROUGH}")))
        .isEmpty();
    assertThat(refusals("Gateway", server.formatted("HTTPS", "tls: {mode: ISTIO_MUTUAL}")))
        .isEmpty();
    assertThat(refusals("Gateway", server.formatted("HTTP", "tls: {httpsRedirect: true}")))
        .isEmpty();
    assertThat(refusals("Gateway", server.formatted("HTTPS", "bind: ''"))).hasSize(1);
    assertThat(refusals("Gateway", server.formatted("HTTPS", "tls: {mode: SIMPLE}"))).hasSize(1);
    assertThat(refusals("Gateway", server.formatted("TCP", "tls: {mode: SIMPLE}"))).hasSize(1);
    assertThat(refusals("Gateway", server.formatted("FOO", "bind: ''"))).hasSize(1);
  }

  @Test
  void endpointsAndPortsBelongTogether() {
    String entry =
        "hosts: [a.b], ports: [{number: 1, name: p, protocol: HTTP}], resolution: STATIC, ";
    assertThat(refusals("ServiceEntry", entry + "endpoints: [{address: 192.0.2.1, ports: {p: 2}}]"))
        .isEmpty();
    assertThat(refusals("ServiceEntry", entry + "endpoints: [{address: 192.0.2.1, ports: {q: 2}}]"))
        .hasSize(1);
    assertThat(refusals("ServiceEntry", entry + "endpoints: [{address: c.d}]")).hasSize(1);
    assertThat(refusals("ServiceEntry", entry.replace("a.b", "a.b, c.d"))).isEmpty();
    assertThat(refusals("ServiceEntry", entry.replace("a.b", "a.b, c.d").replace("HTTP", "TCP")))
        .hasSize(1);
  }

  @Test
  void objectsOfWrongTypesAreNotJudged() {
    for (String kind :
        List.of("VirtualService", "DestinationRule", "ServiceEntry", "Gateway", "Sidecar")) {
      assertThat(
              refusals(
                  kind,
                  "hosts: 7, servers: x, http: [7], ports: {a: 1}, trafficPolicy: [], ingress: no"))
          .as(kind)
          .allMatch(text -> text.equals("it needs http, tls or tcp routes"));
    }
  }
}
