package meshlint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long a run takes, as a user sees it: a new process over generated manifests of growing
 * number. {@code make bench} runs it and prints a table; nothing fails, people look at the last
 * column, which should not fall as the input grows.
 */
final class Benchmark {
  private static final int[] APPLICATIONS = {1, 100, 1_000, 4_000};
  private static final int APPLICATIONS_PER_NAMESPACE = 10;
  private static final int ROUNDS = 3;

  /** One application: six objects that refer to each other, and to the next application. */
  private static final String APPLICATION =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: app-%1$d, namespace: team-%2$d}
      spec:
        selector: {app: app-%1$d}
        ports: [{name: http, port: 80, targetPort: 8080}]
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: app-%1$d, namespace: team-%2$d}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: app-%1$d, namespace: team-%2$d}
      data: {next: "http://app-%3$d.team-%4$d.svc.cluster.local/api"}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: app-%1$d, namespace: team-%2$d}
      spec:
        selector: {matchLabels: {app: app-%1$d}}
        template:
          metadata: {labels: {app: app-%1$d}}
          spec:
            serviceAccountName: app-%1$d
            containers:
            - name: app
              image: registry.example/app-%1$d:1
              ports: [{containerPort: 8080}]
              envFrom: [{configMapRef: {name: app-%1$d}}]
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: app-%1$d, namespace: team-%2$d}
      spec:
        podSelector: {matchLabels: {app: app-%1$d}}
        policyTypes: [Ingress]
        ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 8080}]}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: app-%1$d, namespace: team-%2$d}
      spec:
        hosts: [app-%1$d]
        http: [{route: [{destination: {host: app-%1$d, port: {number: 80}}}]}]
      """;

  private Benchmark() {}

  /**
   * Runs it.
   *
   * @param args what starts meshlint, such as {@code java -jar target/lint.jar}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.printf("%8s %8s %10s %12s%n", "objects", "files", "seconds", "objects/s");
    for (int applications : APPLICATIONS) {
      Path folder = Files.createTempDirectory("meshlint-bench");
      try {
        int namespaces = write(folder, applications);
        double seconds = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          seconds = Math.min(seconds, run(List.of(args), folder));
        }
        int objects = applications * 6 + namespaces;
        System.out.printf(
            Locale.ROOT,
            "%8d %8d %10.2f %12.0f%n",
            objects,
            applications + 1,
            seconds,
            objects / seconds);
      } finally {
        delete(folder);
      }
    }
  }

  /** Writes that many applications, a file each; returns the number of Namespaces. */
  private static int write(Path folder, int applications) throws IOException {
    int namespaces = (applications - 1) / APPLICATIONS_PER_NAMESPACE + 1;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < namespaces; i++) {
      all.append("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team-");
      all.append(i).append(", labels: {istio-injection: enabled}}\n");
    }
    Files.writeString(folder.resolve("namespaces.yaml"), all);
    for (int i = 0; i < applications; i++) {
      int next = (i + 1) % applications;
      String text =
          APPLICATION.formatted(
              i, i / APPLICATIONS_PER_NAMESPACE, next, next / APPLICATIONS_PER_NAMESPACE);
      Files.writeString(folder.resolve("app-" + i + ".yaml"), text);
    }
    return namespaces;
  }

  private static double run(List<String> program, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--no-config", folder.toString()));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(command + " ended with " + code);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
