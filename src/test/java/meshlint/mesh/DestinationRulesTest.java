package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationRulesTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: data}
      spec: {selector: {app: db}, ports: [{name: tcp, port: 5432}, {name: http, port: 80}]}
      """;

  private static String rule(String namespace, String name, String spec) {
    return """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
        .formatted(name, namespace, spec);
  }

  private static final String HOST = "host: db.data.svc.cluster.local";

  /** The name of the rule that clients of a namespace use for db.data. */
  private static @Nullable String used(String client, String... rules) {
    TrafficRule rule = find(client, rules);
    return rule == null ? null : rule.object().name();
  }

  private static @Nullable TrafficRule find(String client, String... rules) {
    Mesh mesh = Given.mesh(SERVICE, String.join("\n---\n", rules));
    return mesh.destinationRule(client, mesh.registry().of(Given.service(mesh, "db")));
  }

  @Test
  void theClientsNamespaceComesFirstThenTheServicesThenTheRoot() {
    String client = rule("web", "client", HOST);
    String service = rule("data", "service", "host: db");
    String root = rule("istio-system", "root", HOST);
    assertThat(used("web", root, service, client)).isEqualTo("client");
    assertThat(used("web", root, service)).isEqualTo("service");
    assertThat(used("web", root)).isEqualTo("root");
    assertThat(used("web", rule("elsewhere", "x", HOST))).isNull();
    assertThat(used("data", root, client, service)).isEqualTo("service");
  }

  @Test
  void aShortNameMeansTheRulesOwnNamespace() {
    assertThat(used("web", rule("web", "x", "host: db"))).isNull();
    assertThat(used("web", rule("web", "x", "host: db.data"))).isNull();
  }

  @Test
  void theMostSpecificHostWins() {
    String wide = rule("data", "wide", "host: \"*.local\"");
    String middle = rule("data", "middle", "host: \"*.data.svc.cluster.local\"");
    String exact = rule("data", "exact", HOST);
    assertThat(used("web", wide, middle, exact)).isEqualTo("exact");
    assertThat(used("web", wide, middle)).isEqualTo("middle");
    assertThat(used("web", wide)).isEqualTo("wide");
    assertThat(used("web", rule("data", "x", "host: \"*.other\""))).isNull();
    // Nearer in namespace beats nearer in host.
    assertThat(used("web", exact, rule("web", "near", "host: \"*\""))).isEqualTo("near");
  }

  @Test
  void aRuleThatIsNotExportedHidesAWiderOne() {
    String exact = rule("data", "exact", HOST + ", exportTo: [other]");
    String wide = rule("data", "wide", "host: \"*.data.svc.cluster.local\"");
    String root = rule("istio-system", "root", HOST);
    assertThat(used("web", exact, wide)).isNull();
    assertThat(used("web", exact, wide, root)).isEqualTo("root");
    assertThat(used("other", exact, wide)).isEqualTo("exact");
  }

  @Test
  void aPrivateRuleHidesNothing() {
    String exact = rule("data", "exact", HOST + ", exportTo: ['.']");
    String wide = rule("data", "wide", "host: \"*.data.svc.cluster.local\"");
    assertThat(used("web", exact, wide)).isEqualTo("wide");
    assertThat(used("data", exact, wide)).isEqualTo("exact");
  }

  @Test
  void aNamespaceDoesNotUseWhatItExportsToOthersOnly() {
    assertThat(used("web", rule("web", "x", HOST + ", exportTo: [other]"))).isNull();
  }

  @Test
  void aWorkloadSelectorLimitsToPodsOfTheNamespace() {
    String selecting =
        rule("web", "selecting", HOST + ", workloadSelector: {matchLabels: {app: web}}");
    Mesh mesh =
        Given.mesh(
            SERVICE,
            selecting,
            Given.deployment("web", "web", "app: web", ""),
            Given.deployment("web", "other", "app: other", ""));
    MeshService db = mesh.registry().of(Given.service(mesh, "db"));
    assertThat(mesh.destinationRule(Given.workload(mesh, "web"), db)).isNotNull();
    assertThat(mesh.destinationRule(Given.workload(mesh, "other"), db)).isNull();
  }

  @Test
  void rulesOfOneHostMerge() {
    String subsets = rule("data", "a", HOST + ", subsets: [{name: v1, labels: {v: a}}]");
    String tls =
        rule(
            "data",
            "b",
            "host: db, trafficPolicy: {tls: {mode: DISABLE}},"
                + " subsets: [{name: v1, labels: {v: b}}, {name: v2, labels: {v: c}}]");
    TrafficRule merged = find("web", subsets, tls);
    assertThat(merged).isNotNull();
    assertThat(merged.objects()).hasSize(2);
    assertThat(String.valueOf(merged.tls(80, null))).isEqualTo("{mode: DISABLE}");
    assertThat(merged.subsets()).hasSize(3);
    assertThat(String.valueOf(merged.subset("v1"))).contains("{v: a}");
    assertThat(merged.subset("v3")).isNull();
  }

  @Test
  void rulesOfDifferentAudiencesDoNotMerge() {
    TrafficRule rule =
        find(
            "web",
            rule("data", "a", HOST + ", exportTo: [web]"),
            rule("data", "b", HOST + ", trafficPolicy: {tls: {mode: DISABLE}}"));
    assertThat(rule).isNotNull();
    assertThat(rule.objects()).hasSize(1);
  }

  // --- which tls settings ------------------------------------------------------------------

  private static @Nullable String tls(int port, @Nullable String subset, String spec) {
    TrafficRule rule = find("web", rule("data", "x", HOST + ", " + spec));
    MapNode tls = rule == null ? null : rule.tls(port, subset);
    return tls == null ? null : tls.text("mode");
  }

  @Test
  void aPortEntryReplacesTheRest() {
    String top = "tls: {mode: DISABLE}";
    String entry = "portLevelSettings: [{port: {number: 80}, %s}]";
    assertThat(tls(5432, null, "trafficPolicy: {" + top + "}")).isEqualTo("DISABLE");
    String both = "trafficPolicy: {" + top + ", " + entry.formatted("tls: {mode: SIMPLE}") + "}";
    assertThat(tls(80, null, both)).isEqualTo("SIMPLE");
    assertThat(tls(5432, null, both)).isEqualTo("DISABLE");
    String silent = "trafficPolicy: {" + top + ", " + entry.formatted("connectionPool: {}") + "}";
    assertThat(tls(80, null, silent)).isNull();
  }

  @Test
  void aSubsetComesBeforeThePortsOfTheRule() {
    String rule =
        "trafficPolicy: {tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 80}, tls: {mode:"
            + " SIMPLE}}]}, subsets: [{name: own, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}},"
            + " {name: port, trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}},"
            + " {name: plain}]";
    assertThat(tls(80, "own", rule)).isEqualTo("ISTIO_MUTUAL");
    assertThat(tls(80, "port", rule)).isNull();
    assertThat(tls(5432, "port", rule)).isEqualTo("DISABLE");
    assertThat(tls(80, "plain", rule)).isEqualTo("SIMPLE");
    assertThat(tls(80, "unknown", rule)).isEqualTo("SIMPLE");
  }
}
