package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.manifest.KubeObject;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static String vs(String namespace, String name, String spec) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
        .formatted(name, namespace, spec);
  }

  private static KubeObject first(Mesh mesh) {
    return mesh.graph().objects().get(0);
  }

  // --- shadows ---------------------------------------------------------------------------------

  /** The shadows of a VirtualService: {@code route.match<-by}, {@code =} where identical. */
  private static List<String> shadows(String routes) {
    Mesh mesh = Given.mesh(vs("shop", "vs", "hosts: [a.b], " + routes));
    return mesh.routeShadows(first(mesh)).stream()
        .map(
            s ->
                s.protocol()
                    + s.route()
                    + (s.isWholeRoute() ? "" : "." + s.match())
                    + "<-"
                    + s.by()
                    + (s.identical() ? "=" : ""))
        .toList();
  }

  @Test
  void aRouteWithoutMatchTakesAll() {
    assertThat(shadows("http: [{route: []}, {match: [{uri: {prefix: /a}}]}]"))
        .containsExactly("http1<-0");
    assertThat(shadows("http: [{match: [{uri: {prefix: /a}}]}, {route: []}]")).isEmpty();
    assertThat(shadows("http: [{route: []}, {route: []}]")).containsExactly("http1<-0=");
    assertThat(shadows("http: [{match: [{name: x}]}, {route: []}]")).containsExactly("http1<-0=");
  }

  @Test
  void prefixesCoverWhatStartsWithThem() {
    String later = "http: [{match: [{uri: {%s}}]}, {match: [{uri: {%s}}]}]";
    assertThat(shadows(later.formatted("prefix: /", "exact: /a"))).containsExactly("http1<-0");
    assertThat(shadows(later.formatted("prefix: /a", "prefix: /ab"))).containsExactly("http1<-0");
    assertThat(shadows(later.formatted("prefix: /ab", "prefix: /a"))).isEmpty();
    assertThat(shadows(later.formatted("exact: /a", "exact: /a"))).containsExactly("http1<-0=");
    assertThat(shadows(later.formatted("exact: /a", "prefix: /a"))).isEmpty();
    assertThat(shadows(later.formatted("regex: /a.*", "exact: /ab"))).isEmpty();
    assertThat(shadows(later.formatted("regex: .*", "exact: /ab"))).containsExactly("http1<-0");
  }

  @Test
  void caseFoldingCoversMore() {
    String both =
        "http: [{match: [{uri: {prefix: /A}, ignoreUriCase: %s}]},"
            + " {match: [{uri: {prefix: /ab}, ignoreUriCase: %s}]}]";
    assertThat(shadows(both.formatted("true", "false"))).containsExactly("http1<-0");
    assertThat(shadows(both.formatted("false", "false"))).isEmpty();
    assertThat(shadows(both.formatted("false", "true"))).isEmpty();
  }

  @Test
  void everyConditionOfTheEarlierMustBeInTheLater() {
    String later = "http: [{match: [{%s}]}, {match: [{uri: {prefix: /a}, %s}]}]";
    assertThat(shadows(later.formatted("uri: {prefix: /a}", "headers: {x: {exact: y}}")))
        .containsExactly("http1<-0");
    assertThat(shadows(later.formatted("uri: {prefix: /a}, headers: {x: {exact: y}}", "port: 80")))
        .isEmpty();
    assertThat(shadows(later.formatted("headers: {x: {}}", "headers: {x: {exact: y}}")))
        .containsExactly("http1<-0");
    assertThat(shadows(later.formatted("method: {exact: GET}", "method: {exact: PUT}"))).isEmpty();
    assertThat(shadows(later.formatted("sourceLabels: {a: b}", "sourceLabels: {a: b, c: d}")))
        .containsExactly("http1<-0");
    assertThat(shadows(later.formatted("gateways: [x, mesh]", "gateways: [mesh]")))
        .containsExactly("http1<-0");
    assertThat(shadows(later.formatted("gateways: [x]", "gateways: [mesh]"))).isEmpty();
  }

  @Test
  void oneOfSeveralMatchesCanBeShadowed() {
    assertThat(
            shadows(
                "http: [{match: [{uri: {exact: /a}}]}, {match: [{uri: {exact: /a}}, {uri: {exact:"
                    + " /b}}]}]"))
        .containsExactly("http1.0<-0=");
    assertThat(shadows("http: [{match: [{uri: {exact: /a}}, {uri: {exact: /a}}]}]"))
        .containsExactly("http0.1<-0=");
  }

  @Test
  void tlsRoutesAreComparedByName() {
    assertThat(
            shadows(
                "tls: [{match: [{sniHosts: ['*.b.c']}]}, {match: [{sniHosts: [a.b.c]}]}, {match:"
                    + " [{sniHosts: [a.c]}]}]"))
        .containsExactly("tls1<-0");
    assertThat(shadows("tcp: [{match: [{port: 1}]}, {match: [{port: 2}]}, {match: [{port: 1}]}]"))
        .containsExactly("tcp2<-0=");
  }

  // --- gateways ----------------------------------------------------------------------------------

  private static String gateway(String namespace, String name, String servers) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: %s, namespace: %s}
        spec: {selector: {istio: ingressgateway}, servers: [%s]}
        """
        .formatted(name, namespace, servers);
  }

  private static String server(int port, String hosts, String more) {
    return "{port: {number: %d, name: x, protocol: HTTP}, hosts: [%s]%s}"
        .formatted(port, hosts, more);
  }

  @Test
  void gatewayNamesAreResolved() {
    assertThat(VirtualRoutes.gatewayName("gw", "shop")).isEqualTo("shop/gw");
    assertThat(VirtualRoutes.gatewayName("edge/gw", "shop")).isEqualTo("edge/gw");
    assertThat(VirtualRoutes.gatewayName("./gw", "shop")).isEqualTo("shop/gw");
    assertThat(VirtualRoutes.gatewayName("gw.edge.svc.cluster.local", "shop")).isEqualTo("edge/gw");
    assertThat(VirtualRoutes.gatewayName("mesh", "shop")).isEqualTo("mesh");
  }

  private static List<String> refs(String spec, String... more) {
    Mesh mesh = Given.mesh(vs("shop", "vs", "hosts: [a.b], " + spec), String.join("\n---\n", more));
    return mesh.gatewayRefs(first(mesh)).stream()
        .map(
            ref ->
                ref.kind()
                    + " "
                    + ref.exists()
                    + (ref.bound() ? "" : " unbound")
                    + " "
                    + String.join(",", ref.similar()))
        .toList();
  }

  @Test
  void gatewaysMustBeThere() {
    String gw = gateway("edge", "gw", server(80, "'*'", ""));
    assertThat(refs("gateways: [edge/gw, mesh]", gw)).containsExactly("GATEWAY YES ", "MESH YES ");
    assertThat(refs("gateways: [gw]", gw)).containsExactly("GATEWAY NO edge/gw");
    assertThat(refs("gateways: [gw]")).containsExactly("GATEWAY UNKNOWN ");
    assertThat(refs("gateways: [edge/gw], http: [{match: [{gateways: [mesh]}]}]", gw))
        .containsExactly("GATEWAY YES ", "MESH YES unbound ");
    assertThat(refs("http: [{match: [{gateways: [mesh]}]}]", gw)).containsExactly("MESH YES ");
    String kubernetes =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: gw, namespace: shop}
        """;
    assertThat(refs("gateways: [gw]", kubernetes)).containsExactly("KUBERNETES_GATEWAY YES ");
  }

  private static GatewayBinding binding(String hosts, String gateway) {
    Mesh mesh =
        Given.mesh(vs("shop", "vs", "hosts: [" + hosts + "], gateways: [edge/gw]"), gateway);
    return mesh.gatewayBindings(first(mesh)).get(0);
  }

  @Test
  void aGatewayServesItsHosts() {
    String gw = gateway("edge", "gw", server(80, "'*.b', ./x.c, shop/y.c", ""));
    assertThat(binding("a.b, c.d", gw).matched()).containsExactly("a.b");
    assertThat(binding("a.b, c.d", gw).unmatched()).containsExactly("c.d");
    assertThat(binding("x.c", gw).matched()).isEmpty();
    assertThat(binding("y.c", gw).matched()).containsExactly("y.c");
    assertThat(binding("y.c", gw).servers()).hasSize(1);
    assertThat(binding("'*.c'", gw).matched()).containsExactly("*.c");
  }

  @Test
  void serversUseTheRoutesOfTheirProtocol() {
    Mesh mesh =
        Given.mesh(
            gateway(
                "edge",
                "gw",
                "{port: {number: 1, protocol: HTTPS}, hosts: [a], tls: {mode: SIMPLE}},"
                    + " {port: {number: 2, protocol: HTTPS}, hosts: [a], tls: {mode: PASSTHROUGH}},"
                    + " {port: {number: 3, protocol: TLS}, hosts: [a], tls: {mode: SIMPLE}},"
                    + " {port: {number: 4, protocol: TLS}, hosts: [a], tls: {}},"
                    + " {port: {number: 5, protocol: http}, hosts: [a]},"
                    + " {port: {number: 6, protocol: TCP}, hosts: [a]}"));
    assertThat(mesh.gatewayServers(first(mesh)))
        .extracting(GatewayServer::routes)
        .containsExactly("http", "tls", "tcp", "tls", "http", "tcp");
  }

  private static int conflicts(String... gateways) {
    Mesh mesh = Given.mesh(gateways);
    return mesh.serverConflicts(first(mesh)).size();
  }

  @Test
  void serversConflictOnPortAndHost() {
    String own = gateway("edge", "a", server(80, "a.b", ""));
    assertThat(conflicts(own, gateway("edge", "b", server(80, "a.b", "")))).isEqualTo(1);
    assertThat(conflicts(own, gateway("edge", "b", server(81, "a.b", "")))).isZero();
    assertThat(conflicts(own, gateway("edge", "b", server(80, "c.b", "")))).isZero();
    assertThat(conflicts(own, gateway("edge", "b", server(80, "a.b", ", bind: 1.2.3.4")))).isZero();
    assertThat(
            conflicts(own, gateway("edge", "b", server(80, "a.b", "")).replace("ingressg", "eg")))
        .isZero();
    assertThat(
            conflicts(
                gateway("edge", "a", server(80, "x/a.b", "")),
                gateway("edge", "b", server(80, "y/a.b", ""))))
        .isZero();
    assertThat(conflicts(gateway("edge", "a", server(80, "a.b", "") + "," + server(80, "a.b", ""))))
        .isEqualTo(2);
  }

  @Test
  void certificatesAreShared() {
    String tls = ", tls: {mode: SIMPLE, credentialName: cert}";
    Mesh mesh =
        Given.mesh(
            gateway("edge", "a", server(443, "a.b", tls)),
            gateway("edge", "b", server(443, "c.b", tls)));
    assertThat(mesh.sharedCertificates(first(mesh))).hasSize(1);
  }

  private static final String GATEWAY_PODS =
      Given.deployment("edge", "gw", "istio: ingressgateway, sidecar.istio.io/inject: 'true'", "");

  @Test
  void credentialsMustBeWhereThePodsAre() {
    String gw =
        gateway("shop", "a", server(443, "a.b", ", tls: {mode: SIMPLE, credentialName: cert}"));
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: %s}
        """;
    assertThat(credential(gw, GATEWAY_PODS, secret.formatted("cert", "edge"))).isEqualTo("YES ");
    assertThat(credential(gw, GATEWAY_PODS, secret.formatted("other", "edge")))
        .isEqualTo("NO edge");
    assertThat(credential(gw, GATEWAY_PODS)).isEqualTo("UNKNOWN ");
    assertThat(credential(gw, secret.formatted("cert", "shop"))).isEqualTo("UNKNOWN ");
  }

  private static String credential(String... manifests) {
    Mesh mesh = Given.mesh(manifests);
    GatewayCredential found = mesh.gatewayCredentials(first(mesh)).get(0);
    return found.exists() + " " + found.missingIn();
  }

  @Test
  void aServiceMustLeadToTheServer() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: gw, namespace: edge}
        spec: {selector: {istio: ingressgateway}, ports: [{port: 80, targetPort: 8080}]}
        """;
    assertThat(reachable(8080, service)).isEqualTo("YES");
    assertThat(reachable(80, service)).isEqualTo("YES");
    assertThat(reachable(9000, service)).isEqualTo("NO");
    assertThat(reachable(9000)).isEqualTo("UNKNOWN");
  }

  private static String reachable(int port, String... more) {
    Mesh mesh =
        Given.mesh(
            gateway("edge", "a", server(port, "a.b", "")),
            GATEWAY_PODS,
            String.join("\n---\n", more));
    return mesh.isReachable(mesh.gatewayServers(first(mesh)).get(0)).state().name();
  }

  // --- destinations
  // -------------------------------------------------------------------------------

  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: one, namespace: shop}
      spec: {ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: two, namespace: shop}
      spec: {ports: [{name: a, port: 80}, {name: b, port: 81}]}
      """;
  private static final String RULE =
      """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: one, namespace: shop}
      spec: {host: one, subsets: [{name: v1, labels: {v: a}}]}
      """;

  private static String check(String destination, String... more) {
    Mesh mesh =
        Given.mesh(
            vs(
                "shop",
                "vs",
                "hosts: [a.b], http: [{route: [{destination: {" + destination + "}}]}]"),
            SERVICES,
            String.join("\n---\n", more));
    DestinationCheck check = mesh.destinationChecks(first(mesh)).get(0);
    return check.lookup().outcome() + " " + check.port() + " " + check.subset();
  }

  @Test
  void destinationsAreChecked() {
    assertThat(check("host: one")).isEqualTo("FOUND FINE FINE");
    assertThat(check("host: one, port: {number: 80}")).isEqualTo("FOUND FINE FINE");
    assertThat(check("host: one, port: {number: 90}")).isEqualTo("FOUND MISSING FINE");
    assertThat(check("host: two")).isEqualTo("FOUND AMBIGUOUS FINE");
    assertThat(check("host: none")).isEqualTo("MISSING FINE FINE");
    assertThat(check("host: one, subset: v1")).isEqualTo("FOUND FINE UNKNOWN");
    assertThat(check("host: one, subset: v1", RULE)).isEqualTo("FOUND FINE FINE");
    assertThat(check("host: one, subset: v2", RULE)).isEqualTo("FOUND FINE MISSING");
    assertThat(check("host: two, port: {number: 80}, subset: v2", RULE))
        .isEqualTo("FOUND FINE NO_RULE");
  }

  // --- delegates
  // -----------------------------------------------------------------------------------

  private static String delegation(String root, String... more) {
    Mesh mesh = Given.mesh(root, String.join("\n---\n", more));
    return mesh.delegations(first(mesh)).get(0).state().name();
  }

  @Test
  void delegatesAreFollowed() {
    String root =
        vs("shop", "root", "hosts: [a.b], http: [{delegate: {name: d, namespace: data}}]");
    String http = "http: [{route: [{destination: {host: one}}]}]";
    assertThat(delegation(root, vs("data", "d", http))).isEqualTo("FINE");
    assertThat(delegation(root, vs("data", "x", http))).isEqualTo("MISSING");
    assertThat(delegation(root)).isEqualTo("UNKNOWN");
    assertThat(delegation(root, vs("data", "d", "hosts: [x], " + http))).isEqualTo("HAS_HOSTS");
    assertThat(delegation(root, vs("data", "d", "exportTo: ['.'], " + http)))
        .isEqualTo("NOT_EXPORTED");
    assertThat(delegation(root, vs("data", "d", "http: [{delegate: {name: e}}]")))
        .isEqualTo("DELEGATES_ON");
    assertThat(
            delegation(
                vs(
                    "shop",
                    "root",
                    "hosts: [a.b], http: [{delegate: {name: d}, route: [{destination: {host: o}}]}]")))
        .isEqualTo("ROUTES_ITSELF");
    assertThat(delegation(vs("shop", "root", "http: [{delegate: {name: d}}]")))
        .isEqualTo("ROOT_WITHOUT_HOSTS");
  }

  // --- shared hosts
  // -----------------------------------------------------------------------------------

  private static List<String> shared(String... virtualServices) {
    Mesh mesh = Given.mesh(virtualServices);
    return mesh.sharedHosts(first(mesh)).stream().map(s -> s.gateway() + " " + s.host()).toList();
  }

  @Test
  void hostsAreShared() {
    assertThat(
            shared(
                vs("shop", "a", "hosts: [one, one.shop.svc.cluster.local]"),
                vs("data", "b", "hosts: [one.shop.svc.cluster.local]")))
        .containsExactly("mesh one.shop.svc.cluster.local");
    assertThat(shared(vs("shop", "a", "hosts: [one, one.shop.svc.cluster.local]"))).isEmpty();
    assertThat(shared(vs("shop", "a", "hosts: [one]"), vs("data", "b", "hosts: [one]"))).isEmpty();
    assertThat(
            shared(
                vs("shop", "a", "hosts: [x.y], exportTo: ['.']"),
                vs("data", "b", "hosts: [x.y], exportTo: ['.']")))
        .isEmpty();
    assertThat(
            shared(
                vs("shop", "a", "hosts: [x.y], gateways: [edge/gw]"),
                vs("data", "b", "hosts: [x.y], gateways: [edge/gw, mesh]")))
        .containsExactly("edge/gw x.y");
  }
}
