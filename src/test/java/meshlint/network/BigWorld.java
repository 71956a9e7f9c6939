package meshlint.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A world of many workloads and policies, as large clusters have it: some namespaces denied by
 * default with policies per application, some open, with selectors of every form, address blocks
 * and named ports. The same numbers give the same world.
 */
public final class BigWorld {
  private static final int PER_NAMESPACE = 50;

  private BigWorld() {}

  /**
   * Writes the manifests into a folder, a file per namespace.
   *
   * @param args the folder, and optionally how many workloads and policies
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int workloads = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    int policies = args.length > 2 ? Integer.parseInt(args[2]) : 500;
    List<String> files = files(workloads, policies);
    for (int i = 0; i < files.size(); i++) {
      Files.writeString(folder.resolve("ns-" + i + ".yaml"), files.get(i));
    }
  }

  /** The manifests, one text per namespace. */
  static List<String> files(int workloads, int policies) {
    int namespaces = Math.max(1, (workloads + PER_NAMESPACE - 1) / PER_NAMESPACE);
    List<String> out = new ArrayList<>();
    for (int n = 0; n < namespaces; n++) {
      StringBuilder file = new StringBuilder();
      file.append(
          """
          apiVersion: v1
          kind: Namespace
          metadata: {name: ns-%d, labels: {team: t%d, istio-injection: enabled}}
          """
              .formatted(n, n % 7));
      for (int w = n; w < workloads; w += namespaces) {
        file.append("---\n").append(workload(n, w));
      }
      for (int p = n; p < policies; p += namespaces) {
        file.append("---\n").append(policy(n, p, namespaces));
      }
      out.add(file.toString());
    }
    return out;
  }

  private static String workload(int namespace, int number) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: app-%2$d, namespace: ns-%1$d}
    spec:
      selector: {matchLabels: {app: app-%2$d}}
      template:
        metadata: {labels: {app: app-%2$d, tier: tier-%3$d, version: v%4$d}}
        spec:
          containers:
          - name: app
            image: example/app:%2$d
            ports: [{name: http, containerPort: %5$d}, {name: metrics, containerPort: 9090}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: app-%2$d, namespace: ns-%1$d}
    spec:
      selector: {app: app-%2$d}
      ports: [{name: http, port: 80, targetPort: http}]
    """
        .formatted(namespace, number, number % 5, number % 3, 8000 + number % 11);
  }

  private static String policy(int namespace, int number, int namespaces) {
    int round = number / namespaces;
    int app = namespace + namespaces * (round % PER_NAMESPACE);
    String spec =
        switch (round % 6) {
          case 0 ->
              "podSelector: {}\npolicyTypes: [Ingress%s]"
                  .formatted(namespace % 2 == 0 ? ", Egress" : "");
          case 1 ->
              """
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - to: [{namespaceSelector: {}}]
                ports: [{port: 53, protocol: UDP}, {port: 53}, {port: 15012}, {port: http}]""";
          case 2 ->
              """
              podSelector: {matchLabels: {app: app-%d}}
              ingress:
              - from: [{podSelector: {matchLabels: {tier: tier-%d}}}]
                ports: [{port: http}]"""
                  .formatted(app, number % 5);
          case 3 ->
              """
              podSelector: {matchExpressions: [{key: tier, operator: In, values: [tier-1, tier-2]}]}
              ingress:
              - from: [{namespaceSelector: {matchLabels: {team: t%d}}}]
                ports: [{port: 8000, endPort: 8005}]"""
                  .formatted(number % 7);
          case 4 ->
              """
              podSelector: {matchLabels: {version: v%d}}
              policyTypes: [Ingress, Egress]
              ingress:
              - from: [{ipBlock: {cidr: 10.%d.0.0/16, except: [10.%d.7.0/24]}}]
              egress:
              - to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]
                ports: [{port: 443}]"""
                  .formatted(number % 3, number % 250, number % 250);
          default ->
              """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ns-%d}}
                  podSelector: {matchLabels: {tier: tier-0}}
                ports: [{port: metrics}]"""
                  .formatted((namespace + 1) % namespaces);
        };
    return Manifests.policy("ns-" + namespace, "policy-" + number, spec);
  }
}
