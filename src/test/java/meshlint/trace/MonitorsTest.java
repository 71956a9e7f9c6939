package meshlint.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.ManifestLoader;
import org.junit.jupiter.api.Test;

class MonitorsTest {
  private static final String WEB =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop, labels: {app: web}}
      spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9102}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop, labels: {app: web}}
      spec: {selector: {app: web}, ports: [{name: m, port: 90, targetPort: metrics}]}
      """;

  private static String monitor(String kind, String namespace, String spec) {
    return """
        apiVersion: monitoring.coreos.com/v1
        kind: %s
        metadata: {name: x, namespace: %s, labels: {team: a}}
        spec: {%s}
        """
        .formatted(kind, namespace, spec);
  }

  private static final String SELECTOR = "selector: {matchLabels: {app: web}}, ";

  private static List<String> scrapes(String monitor, String... more) {
    String yaml = monitor + "---\n" + WEB + "---\n" + String.join("\n---\n", more);
    ObjectGraph graph =
        new ObjectGraph(ManifestLoader.loadText("m.yaml", yaml).objects(), ClusterSettings.DEFAULT);
    return new Dependencies(graph)
        .scrapes(graph.objects().get(0)).stream()
            .map(s -> s.words() + " " + s.server().name() + ":" + s.podPort() + " " + s.tls())
            .toList();
  }

  @Test
  void portsAreThoseOfThePods() {
    assertThat(scrapes(monitor("ServiceMonitor", "shop", SELECTOR + "endpoints: [{port: m}]")))
        .containsExactly("Prometheus web:9102 false");
    assertThat(
            scrapes(
                monitor(
                    "ServiceMonitor",
                    "shop",
                    SELECTOR + "endpoints: [{targetPort: 1, scheme: HTTPS}]")))
        .containsExactly("Prometheus web:1 true");
    String endpoints = "podMetricsEndpoints: [{port: metrics}, {portNumber: 7}, {port: none}]";
    assertThat(scrapes(monitor("PodMonitor", "shop", SELECTOR + endpoints)))
        .containsExactly("Prometheus web:9102 false", "Prometheus web:7 false");
  }

  @Test
  void monitorsLookInTheirNamespaceUnlessToldOtherwise() {
    String endpoints = SELECTOR + "podMetricsEndpoints: [{port: metrics}]";
    assertThat(scrapes(monitor("PodMonitor", "other", endpoints))).isEmpty();
    String any = endpoints + ", namespaceSelector: {any: true}";
    assertThat(scrapes(monitor("PodMonitor", "other", any))).hasSize(1);
    String named = endpoints + ", namespaceSelector: {matchNames: [shop]}";
    assertThat(scrapes(monitor("PodMonitor", "other", named))).hasSize(1);
  }

  @Test
  void whoScrapesIsThePrometheusThatSelectsTheMonitor() {
    String endpoints = SELECTOR + "endpoints: [{port: m}]";
    String monitor = monitor("ServiceMonitor", "shop", endpoints);
    String prometheus =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: Prometheus
        metadata: {name: main, namespace: %s}
        spec: {%s}
        """;
    String named = "Prometheus %s/main web:9102 false";
    String everywhere = "serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}";
    assertThat(scrapes(monitor, prometheus.formatted("monitoring", everywhere)))
        .containsExactly(named.formatted("monitoring"));
    assertThat(scrapes(monitor, prometheus.formatted("shop", "serviceMonitorSelector: {}")))
        .containsExactly(named.formatted("shop"));
    // Without a selector of namespaces it looks in its own only, without one of monitors nowhere.
    assertThat(scrapes(monitor, prometheus.formatted("monitoring", "serviceMonitorSelector: {}")))
        .containsExactly("Prometheus web:9102 false");
    assertThat(scrapes(monitor, prometheus.formatted("shop", "replicas: 1")))
        .containsExactly("Prometheus web:9102 false");
    String other = "serviceMonitorSelector: {matchLabels: {team: b}}";
    assertThat(scrapes(monitor, prometheus.formatted("shop", other)))
        .containsExactly("Prometheus web:9102 false");
  }
}
