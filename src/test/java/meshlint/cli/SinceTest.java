package meshlint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinceTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: shop}
      spec:
        clusterIP: None
        selector: {app: db}
        ports:
        - port: 5432
          targetPort: 5433
      """;
  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: db
        namespace: shop
      spec:
        serviceName: db
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers:
            - name: db
              image: postgres
              ports: [{containerPort: 5433}]
      """;

  private static final String ROUTE =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: db, namespace: shop}
      spec:
        hosts: [db]
        tcp:
        - route:
          - destination:
              host: db
      """;

  @TempDir Path folder;

  private void git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b.example"));
    command.addAll(List.of(arguments));
    Process git =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(out).isZero();
  }

  private void file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text);
  }

  @BeforeEach
  void repository() throws Exception {
    git("init", "-q", "-b", "main");
    file("base/service.yaml", SERVICE);
    file("base/workload.yaml", WORKLOAD);
    file(
        "other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b, a: c}\n");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
  }

  private Run lint() {
    return Run.in(
        folder, "--since", "main", "--select", "headless,duplicate-key", "-o", "concise", ".");
  }

  @Test
  void saysNothingWhereNothingChanged() {
    assertThat(Run.in(folder, "-o", "concise", ".").out()).isNotEmpty();
    assertThat(lint().out()).isEmpty();
  }

  @Test
  void leadsWithThePlaceThatIsInTheChange() throws Exception {
    file("base/workload.yaml", WORKLOAD.replace("  name: db\n  name", "  name: db # new\n  name"));
    Run run = lint();
    assertThat(run.out())
        .startsWith("base/workload.yaml:4:9: ")
        .contains("(also base/service.yaml:9:17)")
        .doesNotContain("other.yaml");
  }

  @Test
  void keepsTheFindingWhereAChangedObjectTakesPart() throws Exception {
    file("base/workload.yaml", WORKLOAD.replace("postgres", "postgres:18"));
    assertThat(lint().out()).startsWith("base/service.yaml:9:17: ");
  }

  @Test
  void countsFilesThatGitDoesNotKnowYetAndWorksInASubfolder() throws Exception {
    file(
        "base/new.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fresh}\ndata: {a: b, a: c}\n");
    Run run = Run.in(folder.resolve("base"), "--since", "main", "-o", "concise", ".");
    assertThat(run.out()).startsWith("new.yaml:4:14: warning[duplicate-key]").hasLineCount(1);
  }

  @Test
  void saysWhatADeletionBreaks() throws Exception {
    file("mesh/gateway.yaml", ROUTE);
    git("add", "-A");
    git("commit", "-q", "-m", "a route to the Service");
    assertThat(Run.in(folder, "--select", "routing", ".").out()).startsWith("no findings");
    Files.delete(folder.resolve("base/service.yaml"));
    file("base/cache.yaml", SERVICE.replace("name: db", "name: cache"));
    for (String from : new String[] {".", "mesh"}) {
      String[] args = {"--since", "main", "--select", "routing", "-o", "concise"};
      List<String> all = new ArrayList<>(List.of(args));
      all.add(from.equals(".") ? "." : "..");
      Run run = Run.in(folder.resolve(from), all.toArray(new String[0]));
      assertThat(run.out()).as(from).contains("gateway.yaml:9:", "[route-host-unknown]");
    }
  }

  @Test
  void saysNothingOfAFileThatWasOnlyMoved() throws Exception {
    git("mv", "base", "moved");
    git("mv", "other.yaml", "another.yaml");
    assertThat(lint().out()).isEmpty();
  }

  @Test
  void saysThatAShallowCloneLacksTheHistory() throws Exception {
    git("commit", "-q", "--allow-empty", "-m", "second");
    git("clone", "-q", "--depth", "1", "file://" + folder, "copy");
    Run run = Run.in(folder.resolve("copy"), "--since", "HEAD~1", ".");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("this clone is shallow; fetch its history", "fetch-depth: 0");
  }

  @Test
  void needsARepository(@TempDir Path elsewhere) {
    Run run = Run.in(elsewhere, "--since", "main", ".");
    assertThat(run.err()).contains(elsewhere + " is in no Git repository");
  }

  @Test
  void namesARevisionThatIsNotThere() {
    Run run = Run.in(folder, "--since", "nope", ".");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--since nope: Git knows no such revision\n");
    assertThat(Run.in(folder, "--since", "-x", ".").err()).contains("Git knows no such revision");
  }
}
