package meshlint.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.finding.Confidence;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.manifest.Place;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: shop}
      spec: {selector: {app: db}, ports: [{port: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: kafka, namespace: data}
      spec: {clusterIP: None, selector: {app: kafka}, ports: [{port: 9092}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: redis-main, namespace: shop}
      spec: {selector: {app: redis}, ports: [{port: 6379}]}
      ---
      """;

  private static ObjectGraph graph(String yaml) {
    LoadResult loaded = ManifestLoader.loadText("app.yaml", yaml);
    assertThat(loaded.problems()).isEmpty();
    return new ObjectGraph(loaded.objects(), ClusterSettings.DEFAULT);
  }

  /** A pod of namespace shop with one container of these fields. */
  private static String pod(String container) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: client, namespace: shop, labels: {app: client}}
    spec:
      containers:
      - name: app
        image: app:1
    """
        + container.indent(4);
  }

  private static List<Dependency> all(String yaml) {
    return new Dependencies(graph(yaml)).all();
  }

  private static List<Dependency> ofEnv(String name, String value) {
    return all(SERVICES + pod("env:\n- name: " + name + "\n  value: '" + value + "'"));
  }

  /** Target, port and confidence, such as {@code shop/db:5432 HIGH}. */
  private static String brief(Dependency dependency) {
    String pod = dependency.target().pod() == null ? "" : dependency.target().pod() + "@";
    return pod + dependency.target() + ":" + dependency.port() + " " + dependency.confidence();
  }

  private static String where(Place place) {
    return place.span().line() + ":" + place.span().column() + " " + place.span().text();
  }

  private static void assertOne(List<Dependency> found, String brief) {
    assertThat(found).extracting(DependenciesTest::brief).containsExactly(brief);
  }

  // --- forms of names ---------------------------------------------------------------

  @Test
  void urlsNameHostAndPort() {
    List<Dependency> found = ofEnv("X", "postgres://user:pw@db:5432/x?sslmode=off");
    assertOne(found, "shop/db:5432 HIGH");
    Dependency one = found.get(0);
    assertThat(where(one.place())).isEqualTo("30:34 db");
    assertThat(one.place().path()).hasToString("spec.containers[0].env[0].value");
    Place port = one.portPlace();
    assertThat(port).isNotNull();
    assertThat(where(port)).isEqualTo("30:37 5432");
    assertThat(one.source()).isEqualTo(Dependency.Source.ENVIRONMENT);
    assertThat(one.client().words()).isEqualTo("Pod shop/client");
    assertOne(ofEnv("X", "jdbc:postgresql://db:5432/shop"), "shop/db:5432 HIGH");
    assertOne(ofEnv("X", "user:pw@tcp(db:5432)/shop"), "shop/db:5432 HIGH");
    assertOne(ofEnv("X", "postgresql+asyncpg://u:p@db/shop"), "shop/db:5432 HIGH");
  }

  @Test
  void aSchemeImpliesThePort() {
    Dependency one = ofEnv("X", "http://web/items").get(0);
    assertThat(brief(one)).isEqualTo("shop/web:80 HIGH");
    assertThat(one.portWritten()).isFalse();
    assertThat(one.portPlace()).isNull();
    assertOne(ofEnv("X", "http://db/items"), "shop/db:80 MEDIUM");
    assertOne(ofEnv("X", "https://web"), "shop/web:443 MEDIUM");
  }

  @Test
  void userInfoIsNoHost() {
    assertThat(ofEnv("X", "amqp://web:db@rabbit.example.com:5672")).isEmpty();
  }

  @Test
  void namesMayHaveNamespaceSvcAndDomain() {
    assertOne(ofEnv("X", "kafka.data:9092"), "data/kafka:9092 HIGH");
    assertOne(ofEnv("X", "kafka.data.svc:9092"), "data/kafka:9092 HIGH");
    List<Dependency> full = ofEnv("X", "kafka.data.svc.k8s.lab.:9092");
    assertOne(full, "data/kafka:9092 HIGH");
    assertThat(full.get(0).target().domain()).isEqualTo("k8s.lab");
    assertThat(full.get(0).target().form()).isEqualTo(Target.Form.FULL);
    assertThat(full.get(0).written()).isEqualTo("kafka.data.svc.k8s.lab");
    Dependency absent = ofEnv("X", "http://other.else.svc:80").get(0);
    assertThat(brief(absent)).isEqualTo("else/other:80 HIGH");
    assertThat(absent.target().service()).isNull();
  }

  @Test
  void podsBehindAHeadlessServiceHaveNames() {
    List<Dependency> found =
        ofEnv("BROKERS", "kafka-0.kafka.data:9092,kafka-1.kafka.data.svc.cluster.local:9092");
    assertThat(found)
        .extracting(DependenciesTest::brief)
        .containsExactly("kafka-0@data/kafka:9092 HIGH", "kafka-1@data/kafka:9092 HIGH");
    assertThat(found).allMatch(Dependency::demandsHeadless);
    assertThat(ofEnv("X", "kafka.data:9092")).noneMatch(Dependency::demandsHeadless);
  }

  @Test
  void resolversAndListsAreRead() {
    assertOne(ofEnv("X", "dns:///web.shop.svc:80"), "shop/web:80 HIGH");
    assertOne(ofEnv("X", "dns+web.shop.svc.cluster.local:80"), "shop/web:80 HIGH");
    assertThat(ofEnv("X", "mongodb://db:5432,web:80/x"))
        .extracting(DependenciesTest::brief)
        .containsExactly("shop/db:5432 HIGH", "shop/web:80 HIGH");
  }

  // --- what is no connection ----------------------------------------------------------

  @Test
  void aBareWordNeedsANameThatSaysHost() {
    assertThat(ofEnv("MODE", "db")).isEmpty();
    assertThat(ofEnv("OTEL_SERVICE_NAME", "web")).isEmpty();
    assertThat(ofEnv("DD_SERVICE", "web")).isEmpty();
    assertOne(ofEnv("DB_HOST", "db"), "shop/db:null MEDIUM");
    assertOne(ofEnv("dbHostname", "db"), "shop/db:null MEDIUM");
    assertOne(ofEnv("KAFKA_BOOTSTRAP_SERVERS", "kafka.data"), "data/kafka:null MEDIUM");
  }

  @Test
  void namesOfOtherThingsAreNotTaken() {
    assertThat(ofEnv("IMAGE", "web:80")).isEmpty();
    assertThat(ofEnv("X", "/etc/db/web")).isEmpty();
    assertThat(ofEnv("X", "https://example.com/web")).isEmpty();
    assertThat(ofEnv("X", "web.example.com:80")).isEmpty();
    assertThat(ofEnv("X", "spiffe://cluster.local/ns/shop/sa/web")).isEmpty();
    assertThat(ofEnv("X", "s3://db/backup")).isEmpty();
    assertThat(ofEnv("X", "my-db:5432")).isEmpty();
    assertThat(ofEnv("X", "registry.io/web:80.1")).isEmpty();
    assertThat(ofEnv("NO_PROXY", "localhost,kafka.data.svc,web")).isEmpty();
    assertThat(ofEnv("ALLOWED_HOSTS", "web,db")).isEmpty();
    assertThat(ofEnv("X", "http://db-{0...3}.svc/x")).isEmpty();
    assertThat(ofEnv("DB_HOST", "database")).isEmpty();
  }

  @Test
  void aPortThatTheServiceLacksIsAGuessWithoutAHint() {
    assertOne(ofEnv("X", "web:12"), "shop/web:12 LOW");
    assertOne(ofEnv("WEB_ADDR", "web:8080"), "shop/web:8080 MEDIUM");
  }

  @Test
  void aShortNameMeansTheClientsNamespace() {
    assertThat(ofEnv("X", "kafka:9092")).isEmpty();
  }

  @Test
  void ownAddressIsAGuess() {
    String yaml = pod("env:\n- {name: PUBLIC_URL, value: 'http://web:80'}");
    assertOne(all(SERVICES + yaml.replace("app: client", "app: web")), "shop/web:80 LOW");
  }

  // --- where names stand ----------------------------------------------------------------

  @Test
  void hostAndPortMayBeTwoVariables() {
    List<Dependency> found =
        all(
            SERVICES
                + pod(
                    """
                    env:
                    - name: DB_HOST
                      value: db
                    - name: DB_PORT
                      value: "5432"
                    """));
    assertOne(found, "shop/db:5432 HIGH");
    Place port = found.get(0).portPlace();
    assertThat(port).isNotNull();
    assertThat(where(port)).isEqualTo("32:15 5432");
  }

  @Test
  void variablesAreFilledIn() {
    List<Dependency> found =
        all(
            SERVICES
                + pod(
                    """
                    env:
                    - name: NAME
                      value: db
                    - name: PORT
                      value: "5432"
                    - name: DSN
                      value: postgres://$(NAME):$(PORT)/x $$(NAME)
                    args: ["--url=http://$(NAME):80"]
                    """));
    assertThat(found)
        .extracting(d -> brief(d) + " " + where(d.place()))
        .containsExactly("shop/db:5432 HIGH 30:14 db");
  }

  @Test
  void variablesThatGrowWithoutEndStop() {
    StringBuilder env = new StringBuilder("env:\n- {name: A0, value: 'http://web:80 '}\n");
    for (int i = 1; i < 60; i++) {
      env.append("- {name: A%d, value: '$(A%d)$(A%d)'}\n".formatted(i, i - 1, i - 1));
    }
    assertOne(all(SERVICES + pod(env.toString())), "shop/web:80 HIGH");
  }

  @Test
  void theVariablesOfServicesAreRead() {
    List<Dependency> found =
        all(SERVICES + pod("args: [\"--addr=$(REDIS_MAIN_SERVICE_HOST):6379\"]"));
    assertOne(found, "shop/redis-main:6379 HIGH");
    assertThat(where(found.get(0).place())).isEqualTo("28:22 REDIS_MAIN_SERVICE_HOST");
  }

  @Test
  void flagsAndScriptsAreRead() {
    String flags =
        """
        command: [sh, -c]
        args:
        - --db-host
        - db
        - --db-port
        - "5432"
        - --cache-addr=redis-main
        """;
    assertThat(all(SERVICES + pod(flags)))
        .extracting(DependenciesTest::brief)
        .containsExactly("shop/db:5432 HIGH", "shop/redis-main:null MEDIUM");
    String script =
        """
        args:
        - |
          until nc -z db 5432; do sleep 1; done
          psql -h db -c 'select 1'   # web
          curl -fsS http://web/healthz
        """;
    assertThat(all(SERVICES + pod(script)))
        .extracting(d -> brief(d) + " " + where(d.place()))
        .containsExactly(
            "shop/db:5432 HIGH 30:19 db",
            "shop/db:null MEDIUM 31:15 db",
            "shop/web:80 HIGH 32:24 web");
  }

  @Test
  void initContainersAreTold() {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: client, namespace: shop}
        spec:
          initContainers:
          - {name: wait, image: busybox, command: [sh, -c, 'nc -z db 5432']}
          containers: [{name: app, image: a}]
        """;
    List<Dependency> found = all(SERVICES + yaml);
    assertOne(found, "shop/db:5432 HIGH");
    assertThat(found.get(0).fromInitContainer()).isTrue();
  }

  @Test
  void configMapsAreReadWhereTheyAreUsed() {
    String maps =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        data:
          REDIS_HOST: redis-main
          REDIS_PORT: "6379"
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: files, namespace: shop}
        data:
          app.yaml: |
            # web: http://web:80
            database:
              host: db
              port: 5432
            brokers: ["kafka-0.kafka.data:9092"]
          nginx.conf: |
            upstream web { server db:5432; }
            location / { proxy_pass http://web; }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: unused, namespace: shop}
        data: {URL: 'http://web:80'}
        """;
    String client =
        """
        envFrom: [{configMapRef: {name: settings}}]
        """;
    String volumes = "  volumes: [{name: f, configMap: {name: files}}]\n";
    List<Dependency> found = all(SERVICES + pod(client) + volumes + maps);
    assertThat(found)
        .extracting(d -> brief(d) + " " + d.place().object() + " " + d.place().path())
        .containsExactly(
            "shop/redis-main:6379 HIGH ConfigMap shop/settings data.REDIS_HOST",
            "shop/db:5432 HIGH ConfigMap shop/files data[\"app.yaml\"]",
            "kafka-0@data/kafka:9092 HIGH ConfigMap shop/files data[\"app.yaml\"]",
            "shop/db:5432 HIGH ConfigMap shop/files data[\"nginx.conf\"]");
    assertThat(where(found.get(1).place())).isEqualTo("45:13 db");
    Place port = found.get(1).portPlace();
    assertThat(port).isNotNull();
    assertThat(where(port)).isEqualTo("46:13 5432");
  }

  @Test
  void keyReferencesAreFollowed() {
    String yaml =
        pod(
                """
                env:
                - name: DB_HOST
                  valueFrom: {configMapKeyRef: {name: settings, key: where}}
                """)
            + """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: shop}
            data: {where: db}
            """;
    List<Dependency> found = all(SERVICES + yaml);
    assertOne(found, "shop/db:null MEDIUM");
    assertThat(found.get(0).source()).isEqualTo(Dependency.Source.CONFIGURATION);
    assertThat(where(found.get(0).place())).isEqualTo("35:15 db");
  }

  // --- other objects ----------------------------------------------------------------------

  @Test
  void statefulSetsOfAHeadlessServiceArePeers() {
    String set =
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: kafka, namespace: data}
        spec:
          serviceName: kafka
          replicas: 3
          selector: {matchLabels: {app: kafka}}
          template:
            metadata: {labels: {app: kafka}}
            spec: {containers: [{name: k, image: k}]}
        """;
    List<Dependency> found = all(SERVICES + set);
    assertOne(found, "data/kafka:null MEDIUM");
    assertThat(found.get(0).source()).isEqualTo(Dependency.Source.PEERS);
    assertThat(where(found.get(0).place())).isEqualTo("25:16 kafka");
    assertThat(all(SERVICES + set.replace("replicas: 3", "replicas: 1"))).isEmpty();
  }

  @Test
  void gatewaysReachTheDestinationsOfTheirRoutes() {
    String yaml =
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: gw, namespace: edge}
        spec: {selector: {istio: ingress}, servers: []}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ingress, namespace: edge}
        spec:
          selector: {matchLabels: {istio: ingress}}
          template:
            metadata: {labels: {istio: ingress}}
            spec: {containers: [{name: p, image: auto}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: web, namespace: shop}
        spec:
          hosts: [web.example.com]
          gateways: [edge/gw, mesh]
          http:
          - route:
            - destination: {host: web}
            - destination: {host: db.shop.svc.cluster.local, port: {number: 5432}}
            - destination: {host: kafka.data}
        """;
    List<Dependency> found = all(SERVICES + yaml);
    assertThat(found)
        .extracting(DependenciesTest::brief)
        .containsExactly("shop/web:80 HIGH", "shop/db:5432 HIGH");
    assertThat(found).extracting(d -> d.client().words()).containsOnly("Deployment edge/ingress");
    String mesh = yaml.replace("gateways: [edge/gw, mesh]", "gateways: [mesh]");
    assertThat(all(SERVICES + mesh)).isEmpty();
  }

  @Test
  void otherObjectsNameTheServicesTheyCall() {
    String yaml =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: r, namespace: shop}
        spec:
          parentRefs: [{name: gw, namespace: edge}]
          rules: [{backendRefs: [{name: web, port: 80}]}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i, namespace: shop}
        spec:
          rules:
          - http: {paths: [{path: /, backend: {service: {name: web, port: {number: 8080}}}}]}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: v}
        webhooks:
        - {name: a, clientConfig: {service: {name: web, namespace: shop, path: /v}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: metrics, namespace: shop, labels: {app: metrics}}
        spec: {ports: [{name: http, port: 9100}]}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: m, namespace: shop}
        spec: {selector: {matchLabels: {app: metrics}}, endpoints: [{port: http}]}
        """;
    assertThat(all(SERVICES + yaml))
        .extracting(d -> d.source() + " " + d.client().words() + " " + brief(d))
        .containsExactly(
            "ROUTE Gateway edge/gw shop/web:80 HIGH",
            "INGRESS the ingress controller shop/web:8080 HIGH",
            "SCRAPE Prometheus shop/metrics:9100 HIGH",
            "WEBHOOK the API server shop/web:443 HIGH");
  }

  @Test
  void connectionsAreFoundFromBothEnds() {
    ObjectGraph graph = graph(SERVICES + pod("env: [{name: X, value: 'http://web:80'}]"));
    Dependencies dependencies = new Dependencies(graph);
    Service web = graph.service("shop", "web");
    Service db = graph.service("shop", "db");
    assertThat(web).isNotNull();
    assertThat(db).isNotNull();
    assertThat(dependencies.byClient(graph.workloads().get(0))).hasSize(1);
    assertThat(dependencies.toService(web)).hasSize(1);
    assertThat(dependencies.toService(db)).isEmpty();
    assertThat(dependencies.all().get(0).confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void whatAClusterBringsAlongIsNotMissed() {
    String env =
        """
        env:
        - {name: A, value: 'https://kubernetes.default.svc'}
        - {name: B, value: 'http://istiod.istio-system.svc:15014'}
        - {name: C, value: 'http://gone.shop.svc:80'}
        - {name: D, value: 'http://some.where.svc:80'}
        - {name: E, value: 'http://web:80'}
        """;
    ObjectGraph graph = graph(SERVICES + pod(env));
    Dependencies dependencies = new Dependencies(graph);
    assertThat(dependencies.all())
        .extracting(dependencies::exists)
        .containsExactly(Known.YES, Known.UNKNOWN, Known.NO, Known.UNKNOWN, Known.YES);
    assertThat(dependencies.all()).noneMatch(dependencies::toItself);
  }

  @Test
  void aTextOfOneEndlessLineIsReadOnce() {
    String hosts = "web:80,".repeat(20_000);
    assertThat(ofEnv("X", hosts)).hasSize(20_000);
  }
}
