package meshlint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ManifestLoader;
import org.junit.jupiter.api.Test;

class ObjectGraphTest {
  private static final String STATEFUL_SET =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db, namespace: data}
      spec:
        serviceName: db
        replicas: 3
        template:
          metadata: {labels: {app: db, tier: back}}
          spec:
            initContainers:
            - {name: setup, image: i, ports: [{name: sql, containerPort: 1}]}
            - {name: proxy, image: p, restartPolicy: Always, ports: [{name: admin, containerPort: 9901}]}
            containers:
            - {name: db, image: d, ports: [{name: sql, containerPort: 5432}, {name: dns, containerPort: 53, protocol: UDP}]}
      ---
      """;

  @Test
  void aServiceSelectsWorkloadsOfItsNamespaceByAllLabels() {
    ObjectGraph graph =
        graph(
            STATEFUL_SET
                + service("all", "data", "{app: db, tier: back}")
                + service("partly", "data", "{app: db, tier: front}")
                + service("elsewhere", "web", "{app: db}"));
    assertThat(selected(graph, "data", "all")).containsExactly("db");
    assertThat(selected(graph, "data", "partly")).isEmpty();
    assertThat(selected(graph, "web", "elsewhere")).isEmpty();
    assertThat(graph.servicesOf(graph.workloads().get(0)))
        .extracting(Service::name)
        .containsExactly("all");
  }

  @Test
  void labelsThatControllersAddAreNoMistake() {
    ObjectGraph graph =
        graph(
            STATEFUL_SET
                + service("first", "data", "{statefulset.kubernetes.io/pod-name: db-0}")
                + service("both", "data", "{app: db, apps.kubernetes.io/pod-index: '1'}")
                + service("other", "data", "{statefulset.kubernetes.io/pod-name: web-0}"));
    assertThat(selected(graph, "data", "first")).containsExactly("db");
    assertThat(selected(graph, "data", "both")).containsExactly("db");
    assertThat(selected(graph, "data", "other")).isEmpty();
  }

  @Test
  void namedPortsComeFromContainersThatKeepRunning() {
    Workload db = graph(STATEFUL_SET).workloads().get(0);
    assertThat(Objects.requireNonNull(db.namedPort("sql", "TCP")).number()).isEqualTo(5432);
    assertThat(Objects.requireNonNull(db.namedPort("admin", "TCP")).number()).isEqualTo(9901);
    assertThat(db.namedPort("dns", "TCP")).isNull();
    assertThat(Objects.requireNonNull(db.namedPort("dns", "UDP")).number()).isEqualTo(53);
  }

  @Test
  void anAbsentOrZeroTargetPortIsThePort() {
    ObjectGraph graph =
        graph(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: s}
            spec:
              ports:
              - {name: a, port: 80}
              - {name: b, port: 81, targetPort: 0}
              - {name: c, port: 82, targetPort: web}
              - {name: d, port: 83, targetPort: "8083"}
            """);
    List<ServicePort> ports = graph.services().get(0).ports();
    assertThat(ports.get(0).targetNumber()).isEqualTo(80);
    assertThat(ports.get(1).targetNumber()).isEqualTo(81);
    assertThat(ports.get(2).targetName()).isEqualTo("web");
    assertThat(ports.get(3).targetName()).isEqualTo("8083");
  }

  @Test
  void headlessIsTheWordNone() {
    assertThat(headless("clusterIP: None")).isTrue();
    assertThat(headless("clusterIPs: [None]")).isTrue();
    assertThat(headless("clusterIP: ''")).isFalse();
    assertThat(headless("clusterIP: none")).isFalse();
    assertThat(headless("clusterIP: None, type: ExternalName, externalName: x.y")).isFalse();
    assertThat(headless("sessionAffinity: None")).isFalse();
  }

  @Test
  void absenceIsUnknownUntilTheNamespaceIsSeen() {
    ObjectGraph graph = graph(STATEFUL_SET);
    assertThat(graph.exists(Kinds.SERVICE, "data", "db")).isEqualTo(Known.NO);
    assertThat(graph.exists(Kinds.SERVICE, "other", "db")).isEqualTo(Known.UNKNOWN);
    assertThat(graph.exists(Kinds.SECRET, "data", "password")).isEqualTo(Known.UNKNOWN);
    ObjectGraph complete =
        new ObjectGraph(load(STATEFUL_SET), ClusterSettings.DEFAULT.asComplete());
    assertThat(complete.exists(Kinds.SERVICE, "other", "db")).isEqualTo(Known.NO);
  }

  @Test
  void whatAnotherWorldHasIsUnknownHere() {
    List<KubeObject> other = load(service("db", "data", "{app: db}"));
    ObjectGraph graph =
        new ObjectGraph(load(STATEFUL_SET), ClusterSettings.DEFAULT, new Elsewhere(other));
    assertThat(graph.exists(Kinds.SERVICE, "data", "db")).isEqualTo(Known.UNKNOWN);
    assertThat(graph.exists(Kinds.SERVICE, "data", "cache")).isEqualTo(Known.NO);
  }

  @Test
  void aSelectorWithoutWorkloadsIsUnknownWhereAnOperatorMakesPods() {
    String service = service("kafka", "data", "{app: kafka}");
    assertThat(selects(STATEFUL_SET + service)).isEqualTo(Known.NO);
    assertThat(selects(service)).isEqualTo(Known.UNKNOWN);
    String operator =
        """
        ---
        apiVersion: kafka.strimzi.io/v1beta2
        kind: Kafka
        metadata: {name: kafka, namespace: data}
        """;
    assertThat(selects(STATEFUL_SET + service + operator)).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aCustomResourceWithAPodTemplateIsAWorkload() {
    ObjectGraph graph =
        graph(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: web}
            spec:
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: w}]}
            ---
            """
                + service("web", "default", "{app: web, rollouts-pod-template-hash: abc}"));
    assertThat(selected(graph, "default", "web")).containsExactly("web");
  }

  @Test
  void aPodWhoseOwnerIsInTheInputIsNotAnotherWorkload() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: db-0
          namespace: data
          ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true}]
        spec: {containers: [{name: db, image: d}]}
        """;
    assertThat(graph(STATEFUL_SET + pod).workloads())
        .extracting(Workload::name)
        .containsExactly("db");
    assertThat(graph(pod).workloads()).extracting(Workload::name).containsExactly("db-0");
  }

  @Test
  void namespaceLabelsAreUnknownWithoutTheNamespace() {
    ObjectGraph graph = graph(STATEFUL_SET);
    Namespace data = graph.namespace("data");
    assertThat(data.has("istio-injection")).isEqualTo(Known.UNKNOWN);
    LabelSelector byName = LabelSelector.ofLabels(Map.of("kubernetes.io/metadata.name", "data"));
    assertThat(data.selectedBy(byName)).isEqualTo(Known.YES);
    assertThat(data.selectedBy(LabelSelector.ofLabels(Map.of("team", "x"))))
        .isEqualTo(Known.UNKNOWN);
    ObjectGraph known =
        graph("apiVersion: v1\nkind: Namespace\nmetadata: {name: data, labels: {team: y}}\n");
    assertThat(known.namespace("data").selectedBy(LabelSelector.ofLabels(Map.of("team", "x"))))
        .isEqualTo(Known.NO);
  }

  @Test
  void theSameIdentityTwiceIsKeptTwice() {
    ObjectGraph graph =
        graph(service("a", "n", "{x: y}") + service("a", "n", "{x: z}") + service("b", "n", "{}"));
    assertThat(graph.services()).hasSize(3);
    List<KubeObject> objects = graph.objects();
    assertThat(graph.earlierOfSameIdentity(objects.get(0))).isNull();
    assertThat(graph.earlierOfSameIdentity(objects.get(1))).isSameAs(objects.get(0));
    assertThat(graph.earlierOfSameIdentity(objects.get(2))).isNull();
  }

  @Test
  void matchExpressionsFollowKubernetes() {
    LabelSelector selector =
        new LabelSelector(
            Map.of(),
            List.of(
                new LabelSelector.Requirement(
                    "tier", LabelSelector.Operator.NOT_IN, List.of("front")),
                new LabelSelector.Requirement("app", LabelSelector.Operator.EXISTS, List.of())));
    assertThat(selector.matches(Map.of("app", "x"))).isTrue();
    assertThat(selector.matches(Map.of("app", "x", "tier", "front"))).isFalse();
    assertThat(selector.matches(Map.of("tier", "back"))).isFalse();
    assertThat(LabelSelector.EVERYTHING.matches(Map.of())).isTrue();
  }

  private static Known selects(String yaml) {
    ObjectGraph graph = graph(yaml);
    return graph.selectsWorkload(graph.services().get(0));
  }

  private static boolean headless(String spec) {
    return graph("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {" + spec + "}}")
        .services()
        .get(0)
        .isHeadless();
  }

  private static List<String> selected(ObjectGraph graph, String namespace, String service) {
    Service found = Objects.requireNonNull(graph.service(namespace, service));
    return graph.workloadsOf(found).stream().map(Workload::name).toList();
  }

  private static String service(String name, String namespace, String selector) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {selector: %s, ports: [{port: 80}]}
        ---
        """
        .formatted(name, namespace, selector);
  }

  private static ObjectGraph graph(String yaml) {
    return new ObjectGraph(load(yaml), ClusterSettings.DEFAULT);
  }

  private static List<KubeObject> load(String yaml) {
    return ManifestLoader.loadText("test.yaml", yaml).objects();
  }
}
