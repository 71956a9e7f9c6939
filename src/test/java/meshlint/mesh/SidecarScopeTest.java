package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import meshlint.graph.Known;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarScopeTest {
  private static final String WORLD =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: data}
      spec: {selector: {app: db}, ports: [{name: tcp, port: 5432}, {name: http, port: 80}]}
      ---
      """
          + Given.deployment("shop", "web", "app: web", "")
          + "---\n"
          + Given.deployment("shop", "other", "app: other", "");

  private static String sidecar(String namespace, String name, String spec) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
        .formatted(name, namespace, spec);
  }

  private static Answer imports(String workload, int port, String... manifests) {
    Mesh mesh = Given.mesh(WORLD, String.join("\n---\n", manifests));
    MeshService db = mesh.registry().of(Given.service(mesh, "db"));
    MeshPort found = db.port(port);
    assertThat(found).isNotNull();
    return mesh.scope(Given.workload(mesh, workload)).imports(db, found);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'*/*', YES",
    "data/*, YES",
    "'*/db.data.svc.cluster.local', YES",
    "data/db.data.svc.cluster.local, YES",
    "data/DB.data.svc.cluster.local, YES",
    "'data/*.svc.cluster.local', YES",
    "'./*', NO",
    "'~/*', NO",
    "shop/*, NO",
    "data/db, NO",
    "data/db.data, NO",
    "db.data.svc.cluster.local, NO",
    "data/db.data.svc.cluster.local/x, NO",
    "'data/*.other', NO",
  })
  void anEgressHostAdmits(String host, Known expected) {
    String sidecar = sidecar("shop", "default", "egress: [{hosts: [\"" + host + "\"]}]");
    assertThat(imports("web", 5432, sidecar).state()).isEqualTo(expected);
  }

  @Test
  void withoutAnythingEverythingIsImported() {
    assertThat(imports("web", 5432, "").state()).isEqualTo(Known.YES);
    assertThat(imports("web", 5432, sidecar("shop", "d", "outboundTrafficPolicy: {}")).state())
        .isEqualTo(Known.YES);
    assertThat(imports("web", 5432, sidecar("shop", "d", "egress: []")).state())
        .isEqualTo(Known.YES);
  }

  @Test
  void aListenersPortLimitsToThatPort() {
    String sidecar = sidecar("shop", "d", "egress: [{port: {number: 80}, hosts: ['*/*']}]");
    assertThat(imports("web", 80, sidecar).state()).isEqualTo(Known.YES);
    assertThat(imports("web", 5432, sidecar).state()).isEqualTo(Known.NO);
  }

  @Test
  void theNearestSidecarHolds() {
    String own =
        sidecar(
            "shop", "own", "workloadSelector: {labels: {app: web}}, egress: [{hosts: ['./*']}]");
    String wide = sidecar("shop", "wide", "egress: [{hosts: ['*/*']}]");
    String root = sidecar("istio-system", "root", "egress: [{hosts: ['./*']}]");
    assertThat(imports("web", 80, own, wide).state()).isEqualTo(Known.NO);
    assertThat(imports("other", 80, own, wide).state()).isEqualTo(Known.YES);
    assertThat(imports("other", 80, root).state()).isEqualTo(Known.NO);
    assertThat(imports("other", 80, root, wide).state()).isEqualTo(Known.YES);
    assertThat(imports("other", 80, own).state()).isEqualTo(Known.YES);
  }

  @Test
  void inTheRootNamespaceADotMeansTheWorkloadsNamespace() {
    String data = WORLD.replace("namespace: shop", "namespace: data");
    Mesh mesh = Given.mesh(data, sidecar("istio-system", "root", "egress: [{hosts: ['./*']}]"));
    MeshService db = mesh.registry().of(Given.service(mesh, "db"));
    assertThat(mesh.scope(Given.workload(mesh, "web")).imports(db, db.ports().get(0)).state())
        .isEqualTo(Known.YES);
  }

  @Test
  void twoOfALevelLeaveItOpen() {
    String a = sidecar("shop", "a", "egress: [{hosts: ['./*']}]");
    String b = sidecar("shop", "b", "egress: [{hosts: ['*/*']}]");
    assertThat(imports("web", 80, a, b).state()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void anImportedVirtualServiceBringsItsDestinations() {
    String routes =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: vs, namespace: shop}
        spec:
          hosts: [web.shop.svc.cluster.local]
          gateways: [%s]
          http: [{route: [{destination: {host: db.data.svc.cluster.local}}]}]
        """;
    String sidecar = sidecar("shop", "d", "egress: [{hosts: ['./*']}]");
    assertThat(imports("web", 80, sidecar, routes.formatted("mesh")).state()).isEqualTo(Known.YES);
    assertThat(imports("web", 80, sidecar, routes.formatted("gw")).state()).isEqualTo(Known.NO);
    String narrow = sidecar("shop", "d", "egress: [{hosts: ['./other.shop.svc.cluster.local']}]");
    assertThat(imports("web", 80, narrow, routes.formatted("mesh")).state()).isEqualTo(Known.NO);
  }

  @Test
  void exportToAndDiscoveryComeFirst() {
    String hidden =
        WORLD.replace(
            "{name: db, namespace: data}",
            "{name: db, namespace: data, annotations: {networking.istio.io/exportTo: '.'}}");
    Mesh mesh = Given.mesh(hidden);
    MeshService db = mesh.registry().of(Given.service(mesh, "db"));
    Answer answer = mesh.scope(Given.workload(mesh, "web")).imports(db, db.ports().get(0));
    assertThat(answer.state()).isEqualTo(Known.NO);
    assertThat(answer.reason()).isEqualTo("Service data/db is not exported to namespace shop");
  }

  @Test
  void theTrafficPolicyOfASidecarBeatsTheMeshs() {
    Mesh mesh =
        Given.mesh(WORLD, sidecar("shop", "d", "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"));
    assertThat(mesh.scope("shop").outboundTrafficPolicy()).isEqualTo("REGISTRY_ONLY");
    assertThat(mesh.scope("data").outboundTrafficPolicy()).isEqualTo("ALLOW_ANY");
    Mesh empty = Given.mesh(WORLD, sidecar("shop", "d", "outboundTrafficPolicy: {}"));
    assertThat(empty.scope("shop").outboundTrafficPolicy()).isEqualTo("REGISTRY_ONLY");
  }

  @Test
  void ingressListenersReplaceThePorts() {
    Mesh mesh =
        Given.mesh(WORLD, sidecar("shop", "d", "ingress: [{port: {number: 80, protocol: HTTP}}]"));
    assertThat(mesh.scope("shop").ingressPorts()).containsOnlyKeys(80);
    assertThat(mesh.scope("data").ingressPorts()).isNull();
  }
}
