package meshlint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.manifest.ManifestLoader;
import org.junit.jupiter.api.Test;

/** How pods are probed and where they listen, as their manifests show it. */
class PodFactsTest {
  private static Workload pod(String container) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: app
        %s
          - {name: other, ports: [{name: admin, containerPort: 9000}]}
        """
            .formatted(container.indent(4).stripTrailing());
    return new ObjectGraph(
            ManifestLoader.loadText("pod.yaml", yaml).objects(), ClusterSettings.DEFAULT)
        .workloads()
        .get(0);
  }

  private static List<String> probes(String container) {
    return pod(container).probes().stream()
        .map(
            probe ->
                probe.name()
                    + " "
                    + probe.handler()
                    + " "
                    + probe.port()
                    + " "
                    + probe.portName()
                    + " "
                    + probe.place().path())
        .toList();
  }

  @Test
  void probesNamePortsOfTheirContainer() {
    String at = "spec.containers[0].";
    assertThat(
            probes(
                """
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /, port: http}}
                livenessProbe: {tcpSocket: {port: admin}}
                startupProbe: {grpc: {port: 9090}}
                """))
        .containsExactly(
            "startupProbe GRPC 9090 null " + at + "startupProbe.grpc.port",
            "livenessProbe TCP null admin " + at + "livenessProbe.tcpSocket.port",
            "readinessProbe HTTP 8080 http " + at + "readinessProbe.httpGet.port");
    assertThat(probes("readinessProbe: {httpGet: {path: /, port: '81'}}"))
        .singleElement()
        .asString()
        .startsWith("readinessProbe HTTP 81 81");
  }

  @Test
  void otherProbesAreNotOfAPort() {
    assertThat(probes("readinessProbe: {exec: {command: [a]}}")).isEmpty();
    assertThat(probes("readinessProbe: {httpGet: {host: example.com, port: 80}}")).isEmpty();
    assertThat(probes("readinessProbe: {httpGet: {path: /}}")).isEmpty();
    assertThat(probes("readinessProbe: no")).isEmpty();
  }

  private static List<String> binds(String container) {
    return pod(container).loopbackBinds().stream()
        .map(bind -> bind.written() + " " + bind.port() + " " + bind.place().path())
        .toList();
  }

  @Test
  void flagsAndVariablesBindToLoopback() {
    String at = " spec.containers[0].";
    assertThat(binds("args: [--bind-address=127.0.0.1:8080]"))
        .containsExactly("127.0.0.1:8080 8080" + at + "args[0]");
    assertThat(binds("args: [--listen, 'localhost', --port, '80']"))
        .containsExactly("localhost 80" + at + "args[1]");
    assertThat(binds("command: [/bin/uvicorn, app, --host, 127.0.0.1]")).hasSize(1);
    assertThat(
            binds("env: [{name: SERVER_ADDRESS, value: '127.0.0.1'}, {name: PORT, value: '81'}]"))
        .containsExactly("127.0.0.1 81" + at + "env[0].value");
    assertThat(binds("env: [{name: HTTP_BIND_ADDR, value: 'http://[::1]:90/'}]"))
        .singleElement()
        .asString()
        .contains(" 90 ");
  }

  @Test
  void whatIsDialledBindsNothing() {
    assertThat(binds("args: [--host, 127.0.0.1]")).isEmpty();
    assertThat(binds("args: [--bind=0.0.0.0:80]")).isEmpty();
    assertThat(binds("args: ['--bind=127.0.0.1,10.0.0.1']")).isEmpty();
    assertThat(binds("env: [{name: DB_HOST, value: localhost}]")).isEmpty();
    assertThat(binds("env: [{name: BIND_ADDRESS, value: localhost.example.com}]")).isEmpty();
    assertThat(binds("args: [--listen]")).isEmpty();
  }
}
