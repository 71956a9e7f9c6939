package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsCommandTest {
  private static final String WORKLOADS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: a}]}}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api, namespace: shop}
      spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a, image: a}]}}}
      ---
      """;

  private static String policy(int port) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: api, namespace: shop}
    spec:
      podSelector: {matchLabels: {app: api}}
      ingress:
      - from: [{podSelector: {matchLabels: {app: web}}}]
        ports: [{port: %d}]
    """
        .formatted(port);
  }

  @TempDir Path folder;

  @BeforeEach
  void writeManifests() throws IOException {
    write("old/shop.yaml", WORKLOADS + policy(80));
    write("new/shop.yaml", WORKLOADS + policy(8080));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Run run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "connections";
    System.arraycopy(args, 0, all, 1, args.length);
    return Run.in(folder, all);
  }

  @Test
  void aLinePerConnection() {
    Run run = run("--no-config", "--format", "txt", "old");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            0.0.0.0-255.255.255.255[External] => shop/web[Deployment] : All Connections
            shop/api[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections
            shop/api[Deployment] => shop/web[Deployment] : All Connections
            shop/web[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections
            shop/web[Deployment] => shop/api[Deployment] : TCP 80
            """);
  }

  @Test
  void severalWorldsPrintOneAfterTheOther() {
    assertThat(run("old", "new").out())
        .startsWith("# world new\n")
        .contains("\n# world old\n")
        .contains("shop/api[Deployment] : TCP 80\n", "shop/api[Deployment] : TCP 8080\n");
    assertThat(run("-o", "csv", "old", "new").out()).startsWith("world,src,dst,conn\n");
    assertThat(run("--one-world", "old", "new").out()).doesNotContain("# world");
  }

  @Test
  void explainedToTheLine() throws IOException {
    assertThat(run("--explain", "--from", "web", "--to", "api", "old").out())
        .isEqualTo(
            """
            shop/web[Deployment] => shop/api[Deployment] : TCP 80
                egress: no NetworkPolicy isolates it
                ingress: NetworkPolicy shop/api allows TCP 80 in spec.ingress[0] (old/shop.yaml:17:5)
            """);
    write(
        "old/deny.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny, namespace: shop}
        spec: {podSelector: {matchLabels: {app: web}}}
        """);
    assertThat(run("--explain", "--from", "api", "--to", "web", "old").out())
        .isEqualTo(
            """
            shop/api[Deployment] => shop/web[Deployment] : No Connections
                egress: no NetworkPolicy isolates it
                ingress: NetworkPolicy shop/deny isolates it and no clause allows this (old/deny.yaml:3:18)
            """);
  }

  @Test
  void otherFormats() {
    assertThat(run("-o", "json", "--from", "web", "--to", "api", "old").out())
        .isEqualTo(
            """
            {"schemaVersion": 1, "worlds": [
            {"name": "", "connections": [
              {"src": "shop/web[Deployment]", "dst": "shop/api[Deployment]", "conn": "TCP 80"}
            ]}
            ]}
            """);
    assertThat(run("-o", "md", "--from", "web", "--to", "api", "old").out())
        .isEqualTo(
            """
            | src | dst | conn |
            |---|---|---|
            | shop/web[Deployment] | shop/api[Deployment] | TCP 80 |
            """);
    assertThat(run("-o", "dot", "--from", "web", "--to", "api", "old").out())
        .isEqualTo(
            """
            digraph connections {
              rankdir=LR;
              node [shape=box];
              "shop/web[Deployment]" -> "shop/api[Deployment]" [label="TCP 80" color=black];
              subgraph cluster_0 {
                label="shop";
                "shop/web[Deployment]" [label="web[Deployment]"];
                "shop/api[Deployment]" [label="api[Deployment]"];
              }
            }
            """);
  }

  @Test
  void exposureInEveryFormat() {
    assertThat(run("--exposure", "--to", "api", "old").out())
        .isEqualTo("shop/api[Deployment] <= [pods app=web of namespace shop] : TCP 80\n");
    assertThat(run("--exposure", "--from", "web", "-o", "csv", "old").out())
        .isEqualTo(
            """
            workload,direction,peer,conn,note
            shop/web[Deployment],egress,0.0.0.0-255.255.255.255[External],All Connections,no policy
            shop/web[Deployment],egress,entire-cluster,All Connections,no policy
            """);
    assertThat(run("--exposure", "--to", "api", "-o", "json", "old").out())
        .contains(
            "{\"name\": \"\", \"exposure\": [\n",
            "\"peer\": \"[pods app=web of namespace shop]\", \"conn\": \"TCP 80\", \"isolated\": true,"
                + " \"inInput\": true}");
    assertThat(run("--exposure", "--to", "api", "-o", "md", "old").out())
        .contains(
            "| shop/api[Deployment] | ingress | [pods app=web of namespace shop] | TCP 80 |  |\n");
    assertThat(run("--exposure", "--to", "api", "-o", "dot", "old").out())
        .contains("  \"[pods app=web of namespace shop]\" -> \"shop/api[Deployment]\"")
        .contains("  \"[pods app=web of namespace shop]\" [label=");
  }

  @Test
  void exposureAsksAboutWorkloadsAndExplainsNothing() {
    assertThat(run("--exposure", "--to", "external", "old").code()).isEqualTo(2);
    assertThat(run("--exposure", "--explain", "old").err())
        .startsWith("meshlint: --exposure and --explain exclude each other");
    assertThat(run("diff", "--exposure", "old", "new").err()).startsWith("meshlint: diff takes no");
  }

  @Test
  void withoutWorkloadsItSaysSo() throws IOException {
    write("policies/deny.yaml", policy(80));
    Run run = run("policies");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("meshlint: the input has no workloads\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void aDifferenceOfFolders() {
    assertThat(run("diff", "old", "new").out())
        .isEqualTo("~ shop/web[Deployment] => shop/api[Deployment] : TCP 80 -> TCP 8080\n");
    assertThat(run("diff", "-o", "csv", "old", "new").out())
        .isEqualTo(
            """
            change,src,dst,before,after
            changed,shop/web[Deployment],shop/api[Deployment],TCP 80,TCP 8080
            """);
    assertThat(run("diff", "old", "old").out()).isEmpty();
  }

  @Test
  void aDifferenceOfSomeEnds() throws IOException {
    write("closed/shop.yaml", WORKLOADS + policy(80) + "  policyTypes: [Ingress, Egress]\n");
    String gone = "- shop/api[Deployment] => ";
    assertThat(run("diff", "--from", "api", "old", "closed").out())
        .isEqualTo(
            gone
                + "0.0.0.0-255.255.255.255[External] : All Connections\n"
                + gone
                + "shop/web[Deployment] : All Connections\n");
    assertThat(run("diff", "--from", "api", "--to", "10.0.0.0/8", "old", "closed").out())
        .isEqualTo(gone + "10.0.0.0-10.255.255.255[External] : All Connections\n");
    assertThat(run("diff", "--from", "web", "old", "closed").out()).isEmpty();
  }

  @Test
  void contextCountsOnBothSidesOfADifference() throws IOException {
    write(
        "platform/db.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: data, labels: {app: web}}
        spec: {containers: [{name: a, image: a}]}
        """);
    write("closed/shop.yaml", WORKLOADS + policy(80) + "  policyTypes: [Ingress, Egress]\n");
    assertThat(run("diff", "--context", "platform", "old", "closed").out())
        .isEqualTo(
            """
            - shop/api[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections
            - shop/api[Deployment] => data/db[Pod] : All Connections
            - shop/api[Deployment] => shop/web[Deployment] : All Connections
            """);
  }

  @Test
  void aDifferenceOfRevisions() throws IOException, InterruptedException {
    assumeTrue(git("init", "-q"), "git is there");
    write("app/shop.yaml", WORKLOADS + policy(80));
    git("add", "app");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one");
    write("app/shop.yaml", WORKLOADS);
    git("add", "app");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "two");
    Run run = run("diff", "HEAD~1", "HEAD", "app");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            + 0.0.0.0-255.255.255.255[External] => shop/api[Deployment] : All Connections
            ~ shop/web[Deployment] => shop/api[Deployment] : TCP 80 -> All Connections
            """);
  }

  private boolean git(String... args) throws InterruptedException {
    String[] command = new String[args.length + 1];
    command[0] = "git";
    System.arraycopy(args, 0, command, 1, args.length);
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void wrongUse() {
    assertThat(run().code()).isEqualTo(ExitCode.FAILED);
    assertThat(run("nowhere").code()).isEqualTo(ExitCode.FAILED);
    assertThat(run("--from", "wbe", "old").err())
        .contains("no workload is called wbe; did you mean web?");
    assertThat(run("--explain", "-o", "csv", "old").err()).contains("--explain needs");
    assertThat(run("diff", "--explain", "old", "new").err()).contains("diff takes no --explain");
    assertThat(run("diff", "--from", "wbe", "old", "new").err()).contains("did you mean web?");
    assertThat(run("diff", "old").code()).isEqualTo(ExitCode.FAILED);
    assertThat(run("diff", "old", "no-such").err())
        .contains("no-such is neither a path nor a Git revision here");
  }
}
