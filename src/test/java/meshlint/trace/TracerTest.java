package meshlint.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import meshlint.dns.ClusterDns;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.mesh.Mesh;
import meshlint.network.Needs;
import meshlint.network.Network;
import org.junit.jupiter.api.Test;

class TracerTest {
  private static final String SHOP =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: data, labels: {istio-injection: enabled}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: web, image: web:1, ports: [{containerPort: 8080}]}]
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: kafka, namespace: data}
      spec:
        serviceName: kafka
        replicas: 3
        selector: {matchLabels: {app: kafka}}
        template:
          metadata: {labels: {app: kafka}}
          spec:
            containers: [{name: kafka, image: kafka:1, ports: [{containerPort: 9092}]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: kafka, namespace: data}
      spec:
        clusterIP: None
        selector: {app: kafka}
        ports: [{name: tcp-kafka, port: 9092}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: api, namespace: data}
      spec:
        selector: {app: kafka}
        ports: [{name: tcp, port: 80, targetPort: 9092}]
      """;

  private static Tracer tracer(ObjectGraph graph) {
    ClusterDns dns = new ClusterDns(graph);
    Mesh mesh = new Mesh(graph, dns);
    Network network = new Network(graph);
    return new Tracer(graph, dns, mesh, network, new Needs(network, mesh), new Dependencies(graph));
  }

  private static Trace trace(String yaml, String host, int port) {
    LoadResult loaded = ManifestLoader.loadText("shop.yaml", yaml);
    assertThat(loaded.problems()).isEmpty();
    ObjectGraph graph = new ObjectGraph(loaded.objects(), ClusterSettings.DEFAULT);
    KubeObject object = graph.find(Kinds.DEPLOYMENT, "shop", "web");
    assertThat(object).isNotNull();
    Workload web = Objects.requireNonNull(graph.workload(object));
    List<Trace> traces = tracer(graph).trace(web, host, port);
    assertThat(traces).hasSize(1);
    return traces.get(0);
  }

  private static Hop failure(String yaml, String host, int port) {
    Hop failure = trace(yaml, host, port).failure();
    assertThat(failure).isNotNull();
    return failure;
  }

  private static String policy(String spec) {
    return "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n" + spec;
  }

  @Test
  void aConnectionThatNothingStopsWorks() {
    Trace trace = trace(SHOP, "kafka.data", 9092);
    assertThat(trace.failure()).isNull();
    assertThat(trace.works()).isEqualTo(Known.YES);
    assertThat(trace.hops())
        .extracting(Hop::step)
        .containsExactly(
            Hop.Step.NAME,
            Hop.Step.SERVICE,
            Hop.Step.CLIENT_PROXY,
            Hop.Step.TLS,
            Hop.Step.LISTENER);
    assertThat(trace.hops()).allSatisfy(hop -> assertThat(hop.symptom()).isEmpty());
    assertThat(trace(SHOP, "kafka-0.kafka.data.svc.cluster.local", 9092).works())
        .isEqualTo(Known.YES);
    assertThat(trace(SHOP, "api.data", 80).works()).isEqualTo(Known.YES);
  }

  @Test
  void aWrongDomainDoesNotResolve() {
    String corefile =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: coredns, namespace: kube-system}
        data:
          Corefile: |
            .:53 {
                kubernetes k8s.lab in-addr.arpa
                forward . /etc/resolv.conf
            }
        """;
    Hop hop = failure(SHOP + corefile, "kafka.data.svc.cluster.local", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.NAME);
    assertThat(hop.reason()).isEqualTo("the cluster's domain is k8s.lab, not cluster.local");
    assertThat(hop.symptom()).isEqualTo("the name does not resolve");
    assertThat(hop.evidence().get(0).span().text()).isEqualTo("k8s.lab");
    assertThat(trace(SHOP + corefile, "kafka.data", 9092).works()).isEqualTo(Known.YES);
  }

  @Test
  void theNodesDnsKnowsNoServices() {
    String host =
        SHOP.replace(
            "containers: [{name: web", "dnsPolicy: Default\n      containers: [{name: web");
    assertThat(host).isNotEqualTo(SHOP);
    Hop hop = failure(host, "kafka.data", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.NAME);
    assertThat(hop.reason()).contains("dnsPolicy Default");
  }

  @Test
  void podsHaveNamesOnlyUnderTheirHeadlessService() {
    Hop hop = failure(SHOP, "kafka-0.api.data", 80);
    assertThat(hop.step()).isEqualTo(Hop.Step.NAME);
    assertThat(hop.reason()).startsWith("Service data/api is not headless");
    String other = SHOP.replace("serviceName: kafka", "serviceName: other");
    assertThat(failure(other, "kafka-0.kafka.data", 9092).reason())
        .isEqualTo(
            "the pods of StatefulSet data/kafka have names under its serviceName other, not under"
                + " kafka");
  }

  @Test
  void portsAndPodsMustExist() {
    Hop port = failure(SHOP, "api.data", 81);
    assertThat(port.step()).isEqualTo(Hop.Step.SERVICE);
    assertThat(port.reason()).isEqualTo("Service data/api has no port 81, only tcp (80)");
    Hop pods =
        failure(SHOP.replace("selector: {app: kafka}", "selector: {app: other}"), "api.data", 80);
    assertThat(pods.step()).isEqualTo(Hop.Step.ENDPOINTS);
    assertThat(pods.symptom()).isEqualTo("503 (UH)");
    Hop absent = failure(SHOP, "gone.data.svc", 80);
    assertThat(absent.reason()).isEqualTo("there is no Service data/gone");
  }

  @Test
  void aHeadlessServiceKeepsThePort() {
    String remapped = SHOP.replace("port: 9092}]", "port: 9000, targetPort: 9092}]");
    Hop hop = failure(remapped, "kafka.data", 9000);
    assertThat(hop.step()).isEqualTo(Hop.Step.LISTENER);
    assertThat(hop.symptom()).isEqualTo("connection refused");
    assertThat(hop.evidence().get(0).span().text()).isEqualTo("9092");
  }

  @Test
  void strictServersRefuseClientsWithoutProxy() {
    String strict =
        """
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: data}
        spec: {mtls: {mode: STRICT}}
        """;
    assertThat(trace(SHOP + strict, "kafka.data", 9092).works()).isEqualTo(Known.YES);
    String outside = SHOP.replaceFirst("istio-injection: enabled", "istio-injection: disabled");
    Hop hop = failure(outside + strict, "kafka.data", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.TLS);
    assertThat(hop.symptom()).isEqualTo("the connection is reset");
    assertThat(trace(outside, "kafka.data", 9092).works()).isEqualTo(Known.UNKNOWN);
    String permissive = strict.replace("STRICT", "PERMISSIVE");
    assertThat(trace(outside + permissive, "kafka.data", 9092).works()).isEqualTo(Known.YES);
  }

  @Test
  void mtlsNeedsAProxyAtTheServer() {
    String rule =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: api, namespace: shop}
        spec:
          host: api.data.svc.cluster.local
          trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
        """;
    assertThat(trace(SHOP + rule, "api.data", 80).works()).isEqualTo(Known.YES);
    String outside =
        SHOP.replace(
            "{name: data, labels: {istio-injection: enabled}}",
            "{name: data, labels: {istio-injection: disabled}}");
    Hop hop = failure(outside + rule, "api.data", 80);
    assertThat(hop.step()).isEqualTo(Hop.Step.TLS);
    assertThat(hop.symptom()).isEqualTo("503 (UF)");
  }

  @Test
  void aSidecarThatHidesTheHostStopsIt() {
    String sidecar =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: shop}
        spec:
          outboundTrafficPolicy: {mode: REGISTRY_ONLY}
          egress: [{hosts: ["./*"]}]
        """;
    Hop hop = failure(SHOP + sidecar, "kafka.data", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.CLIENT_PROXY);
    assertThat(hop.reason()).contains("REGISTRY_ONLY");
    String allowing = sidecar.replace("REGISTRY_ONLY", "ALLOW_ANY");
    assertThat(trace(SHOP + allowing, "kafka.data", 9092).failure()).isNull();
  }

  @Test
  void aRouteToNowhereFails() {
    String route =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: api, namespace: data}
        spec:
          hosts: [api]
          tcp: [{route: [{destination: {host: gone}}]}]
        """;
    Hop hop = failure(SHOP + route, "api.data", 80);
    assertThat(hop.step()).isEqualTo(Hop.Step.ROUTE);
    assertThat(hop.symptom()).isEqualTo("503 (NC)");
    assertThat(trace(SHOP + route.replace("gone", "api"), "api.data", 80).works())
        .isEqualTo(Known.YES);
  }

  @Test
  void policiesStopPacketsByTheirRealPort() {
    String ingress =
        policy(
            """
            metadata: {name: kafka, namespace: data}
            spec:
              podSelector: {matchLabels: {app: kafka}}
              ingress: [{ports: [{port: 80}]}]
            """);
    Hop hop = failure(SHOP + ingress, "api.data", 80);
    assertThat(hop.step()).isEqualTo(Hop.Step.INGRESS);
    assertThat(hop.symptom()).isEqualTo("a timeout");
    assertThat(trace(SHOP + ingress.replace("port: 80", "port: 9092"), "api.data", 80).works())
        .isEqualTo(Known.YES);
    String egress =
        policy(
            """
            metadata: {name: web, namespace: shop}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress: [{to: [{namespaceSelector: {matchLabels: {a: b}}}]}, {ports: [{port: 53, protocol: UDP}, {port: 53}]}]
            """);
    Hop out = failure(SHOP + egress, "kafka.data", 9092);
    assertThat(out.step()).isEqualTo(Hop.Step.EGRESS);
  }

  @Test
  void dnsMustBeReachable() {
    String egress =
        policy(
            """
            metadata: {name: web, namespace: shop}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress: [{to: [{namespaceSelector: {}}], ports: [{port: 9092}]}]
            """);
    Hop hop = failure(SHOP + egress, "kafka.data", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.NAME);
    assertThat(hop.reason()).startsWith("it cannot ask DNS");
  }

  private static String authorizing(String spec) {
    return """
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: some, namespace: data}
        spec: {%s}
        """
        .formatted(spec);
  }

  private static final String FROM = "rules: [{from: [{source: {%s}}]}]";

  @Test
  void authorizationPoliciesRefuseClients() {
    Hop hop = failure(SHOP + authorizing(""), "kafka.data", 9092);
    assertThat(hop.step()).isEqualTo(Hop.Step.AUTHORIZATION);
    assertThat(hop.symptom()).isEqualTo("the connection is closed");
    assertThat(hop.reason()).startsWith("AuthorizationPolicy data/some has no rules");
    Hop missed =
        failure(SHOP + authorizing(FROM.formatted("namespaces: [data]")), "kafka.data", 9092);
    assertThat(missed.reason()).contains("allows only namespaces data");
    String http = SHOP.replace("name: tcp", "name: http");
    assertThat(failure(http + authorizing("action: DENY, rules: [{}]"), "api.data", 80).symptom())
        .isEqualTo("403 (RBAC: access denied)");
  }

  @Test
  void authorizationPoliciesAllowClients() {
    Trace allowed =
        trace(SHOP + authorizing(FROM.formatted("namespaces: [shop]")), "kafka.data", 9092);
    assertThat(allowed.works()).isEqualTo(Known.YES);
    assertThat(allowed.hops()).anyMatch(hop -> hop.step() == Hop.Step.AUTHORIZATION);
    assertThat(
            trace(SHOP + authorizing(FROM.formatted("ipBlocks: [10.0.0.0/8]")), "kafka.data", 9092)
                .works())
        .isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aHostThatIsNoServiceHasNoTrace() {
    LoadResult loaded = ManifestLoader.loadText("shop.yaml", SHOP);
    ObjectGraph graph = new ObjectGraph(loaded.objects(), ClusterSettings.DEFAULT);
    Workload web = graph.workloads().get(0);
    assertThat(tracer(graph).trace(web, "example.com", 80)).isEmpty();
  }

  @Test
  void allIntendedConnectionsCanBeFollowed() {
    LoadResult loaded = ManifestLoader.loadText("shop.yaml", SHOP);
    ObjectGraph graph = new ObjectGraph(loaded.objects(), ClusterSettings.DEFAULT);
    List<Dependency> peers = new Dependencies(graph).all();
    assertThat(peers).hasSize(1);
    assertThat(tracer(graph).trace(peers.get(0)))
        .singleElement()
        .satisfies(trace -> assertThat(trace.works()).isEqualTo(Known.YES));
  }
}
