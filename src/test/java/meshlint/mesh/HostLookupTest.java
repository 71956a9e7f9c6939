package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import meshlint.graph.ClusterSettings;
import meshlint.graph.Known;
import meshlint.mesh.HostLookup.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLookupTest {
  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: reviews, namespace: shop}
      spec: {selector: {app: reviews}, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: data}
      spec: {clusterIP: None, selector: {app: db}, ports: [{name: tcp-db, port: 5432}]}
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: outside, namespace: shop}
      spec:
        hosts: [api.example.com, "*.cdn.example.com"]
        resolution: DNS
        ports: [{number: 443, name: https, protocol: TLS}]
      """;

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "reviews                           | shop  | FOUND         |",
        "Reviews                           | shop  | FOUND         |",
        "reviews                           | data  | MISSING       |",
        "reviews                           | other | UNKNOWN       |",
        "reviews.shop.svc.cluster.local    | other | FOUND         |",
        "reviews.other.svc.cluster.local   | shop  | UNKNOWN       |",
        "revews.shop.svc.cluster.local     | other | MISSING       |",
        "reviews.shop                      | shop  | NOT_COMPLETED | reviews.shop.svc.cluster.local",
        "reviews.shop.svc                  | shop  | NOT_COMPLETED | reviews.shop.svc.cluster.local",
        "x.nowhere.svc                     | shop  | NOT_COMPLETED | x.nowhere.svc.cluster.local",
        "reviews.shop.svc.k8s.lab          | shop  | WRONG_DOMAIN  | reviews.shop.svc.cluster.local",
        "x.nowhere.svc.k8s.lab             | shop  | UNKNOWN       |",
        "db-0.db.data.svc.cluster.local    | shop  | POD_NAME      | db.data.svc.cluster.local",
        "x.reviews.shop.svc.cluster.local  | shop  | MISSING       | reviews.shop.svc.cluster.local",
        "api.example.com                   | data  | FOUND         |",
        "img.cdn.example.com               | data  | FOUND         |",
        "cdn.example.com                   | data  | EXTERNAL      |",
        "10.0.0.1                          | shop  | ADDRESS       |",
        "*.shop.svc.cluster.local          | data  | FOUND         |",
        "*.data.svc.cluster.local          | data  | FOUND         |",
        "*                                 | data  | UNKNOWN       |",
        "kubernetes.default.svc.cluster.local       | shop | ASSUMED |",
        "istio-ingressgateway.istio-system.svc.cluster.local | shop | ASSUMED |",
      })
  void looksHostsUpAsIstioDoes(String host, String namespace, Outcome outcome, String meant) {
    HostLookup found = Given.mesh(SERVICES).lookup(host, namespace);
    assertThat(found.outcome()).isEqualTo(outcome);
    assertThat(found.meant()).isEqualTo(meant);
    assertThat(found.services().isEmpty())
        .isEqualTo(outcome != Outcome.FOUND && outcome != Outcome.POD_NAME);
  }

  @Test
  void whatIsMissingHasSimilarNames() {
    HostLookup typo = Given.mesh(SERVICES).lookup("revews", "shop");
    assertThat(typo.exists()).isEqualTo(Known.NO);
    assertThat(typo.similar()).containsExactly("reviews.shop.svc.cluster.local");
    assertThat(typo.reason()).isEqualTo("there is no Service revews in namespace shop");
    assertThat(Given.mesh(SERVICES).lookup("reviews", "data").similar())
        .containsExactly("reviews.shop.svc.cluster.local");
  }

  @Test
  void withoutAnyServiceEntryOutsideNamesAreUnknown() {
    Mesh mesh = Given.mesh(SERVICES.substring(0, SERVICES.lastIndexOf("---")));
    assertThat(mesh.lookup("cdn.example.com", "shop").outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aCompleteInputLeavesNothingUnknown() {
    Mesh mesh = Given.mesh(ClusterSettings.DEFAULT.asComplete(), SERVICES);
    assertThat(mesh.lookup("reviews", "other").outcome()).isEqualTo(Outcome.MISSING);
    assertThat(mesh.lookup("kubernetes.default.svc.cluster.local", "shop").outcome())
        .isEqualTo(Outcome.ASSUMED);
  }

  @Test
  void hostsEndWithTheDomainOfIstiod() {
    String istiod = Given.istiod("default").replace("cluster.local", "k8s.lab");
    Mesh mesh = Given.mesh(istiod, SERVICES);
    assertThat(mesh.lookup("reviews", "shop").host()).isEqualTo("reviews.shop.svc.k8s.lab");
    HostLookup wrong = mesh.lookup("reviews.shop.svc.cluster.local", "shop");
    assertThat(wrong.outcome()).isEqualTo(Outcome.WRONG_DOMAIN);
    assertThat(wrong.meant()).isEqualTo("reviews.shop.svc.k8s.lab");
    assertThat(mesh.lookup("x.nowhere.svc.other.lab", "shop").outcome())
        .isEqualTo(Outcome.WRONG_DOMAIN);
  }

  @Test
  void distancesAreBounded() {
    assertThat(HostResolver.distance("reviews", "revews", 2)).isEqualTo(1);
    assertThat(HostResolver.distance("abc", "abc", 2)).isZero();
    assertThat(HostResolver.distance("kitten", "sitting", 3)).isEqualTo(3);
    assertThat(HostResolver.distance("a", "abcdef", 2)).isGreaterThan(2);
  }

  @ParameterizedTest(name = "{0} {1}: covers {2}, overlaps {3}")
  @CsvSource({
    "*, a.b, true, true",
    "*.b, a.b, true, true",
    "*.b, b, false, false",
    "a.b, a.b, true, true",
    "a.b, *.b, false, true",
    "*.c, *.b.c, false, true",
    "*.b.c, *.c, false, true",
    "*.x.c, *.b.c, false, false",
  })
  void wildcardsCompare(String a, String b, boolean covers, boolean overlap) {
    if (!b.startsWith("*")) {
      assertThat(Hosts.covers(a, b)).isEqualTo(covers);
    }
    assertThat(Hosts.overlap(a, b)).isEqualTo(overlap);
    assertThat(Hosts.overlap(b, a)).isEqualTo(overlap);
  }

  @Test
  void discoverySelectorsHideNamespaces() {
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "discoverySelectors: [{matchLabels: {mesh: on}}]"}
        """
            .replace("mesh: on}", "mesh: 'on'}");
    Mesh mesh = Given.mesh(config, Given.ns("shop", "mesh: 'on'"), Given.ns("data", "a: b"));
    assertThat(mesh.isDiscovered("shop")).isEqualTo(Known.YES);
    assertThat(mesh.isDiscovered("data")).isEqualTo(Known.NO);
    assertThat(mesh.isDiscovered("other")).isEqualTo(Known.UNKNOWN);
    assertThat(Given.mesh(SERVICES).isDiscovered("data")).isEqualTo(Known.YES);
  }

  @Test
  void exportToLimitsWhoSees() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: s
          namespace: shop
          annotations: {networking.istio.io/exportTo: "%s"}
        spec: {ports: [{port: 80}]}
        """;
    assertThat(exportTo(service, "*").includes("x")).isTrue();
    assertThat(exportTo(service, ".").includes("shop")).isTrue();
    assertThat(exportTo(service, ".").includes("x")).isFalse();
    assertThat(exportTo(service, "~").includes("shop")).isFalse();
    assertThat(exportTo(service, "x, .").includes("x")).isTrue();
    assertThat(exportTo(service, "~,*").includes("x")).isTrue();
  }

  private static ExportTo exportTo(String service, String value) {
    Mesh mesh = Given.mesh(service.formatted(value));
    return mesh.registry().of(Given.service(mesh, "s")).exportTo();
  }
}
