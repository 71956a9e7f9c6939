package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
  private static final String SHOP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: web
              image: web:1
              env:
              - {name: DB_URL, value: "postgres://db:5432/shop"}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: db, namespace: shop}
      spec:
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers: [{name: db, image: db:1, ports: [{containerPort: 5432}]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: shop}
      spec:
        selector: {app: db}
        ports: [{port: 5432}]
      """;
  private static final String POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: db, namespace: shop}
      spec:
        podSelector: {matchLabels: {app: db}}
        ingress: []
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), SHOP);
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  @Test
  void printsEveryHopOfAConnectionThatWorks() {
    Run run = Run.in(folder, "trace", "--from", "shop/web", "--to", "db:5432", "shop.yaml");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            Deployment shop/web -> db:5432 -> Deployment shop/db
              ok  name          db is db.shop.svc.cluster.local
              ok  service       Service shop/db has port 5432
                                shop.yaml:30:18
              ok  listener      Deployment shop/db declares port 5432
                                shop.yaml:23:68
            works
            """);
    assertThat(run.code()).isZero();
  }

  @Test
  void saysWhereAConnectionFails() {
    Run run =
        Run.in(folder, "trace", "--from", "web", "--to", "shop/db", "shop.yaml", "policy.yaml");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("  NO  ingress policy", "policy.yaml:")
        .endsWith("fails at ingress policy; the client sees: a timeout\n");
  }

  @Test
  void listsWhatTheManifestsIntend() {
    Run works = Run.in(folder, "trace", "shop.yaml");
    assertThat(works.out()).isEqualTo("ok  Deployment shop/web -> db:5432 -> Deployment shop/db\n");
    assertThat(works.code()).isZero();
    Run fails = Run.in(folder, "trace", "--from", "web", "shop.yaml", "policy.yaml");
    assertThat(fails.out()).startsWith("NO  Deployment shop/web").contains("ingress policy: ");
    assertThat(fails.code()).isEqualTo(1);
    Run none = Run.in(folder, "trace", "--from", "db", "shop.yaml");
    assertThat(none.out()).isEqualTo("no connection that the manifests intend was found\n");
  }

  @Test
  void jsonHoldsTheHops() {
    Run run = Run.in(folder, "trace", "-o", "json", "shop.yaml", "policy.yaml");
    assertThat(run.out())
        .contains("\"schemaVersion\": 1", "\"failsAt\": \"ingress policy\"", "\"port\": 5432");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void namesWhatItCannotFind() {
    Run client = Run.in(folder, "trace", "--from", "shop/wep", "--to", "db", "shop.yaml");
    assertThat(client.code()).isEqualTo(2);
    assertThat(client.err()).contains("no workload is called shop/wep; did you mean shop/web?");
    Run host = Run.in(folder, "trace", "--from", "web", "--to", "dbb.shop:1", "shop.yaml");
    assertThat(host.code()).isEqualTo(2);
    assertThat(host.err()).contains("dbb.shop names no Service here; did you mean db.shop?");
    assertThat(Run.in(folder, "trace", "--to", "db", "shop.yaml").err()).contains("needs --from");
    assertThat(Run.in(folder, "trace").err()).contains("no path given");
    assertThat(Run.in(folder, "trace", "--from", "web", "--to", "db:x", "shop.yaml").err())
        .contains("no port: x");
  }
}
