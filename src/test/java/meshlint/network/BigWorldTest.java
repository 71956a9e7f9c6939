package meshlint.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import org.junit.jupiter.api.Test;

/** Judging groups of equal pods gives what judging each pair by itself gives. */
class BigWorldTest {
  private static final List<Integer> PORTS =
      List.of(53, 80, 443, 8000, 8003, 8005, 8006, 8010, 9090, 15012, 65535);

  @Test
  void groupsAndPairsAgree() {
    ObjectGraph graph =
        Manifests.graph(
            ClusterSettings.DEFAULT.asComplete(), BigWorld.files(120, 40).toArray(new String[0]));
    Map<String, PortSet> byGroups = new HashMap<>();
    new Connectivity(graph)
        .list(
            Connectivity.Query.ALL,
            one -> byGroups.put(one.source() + " " + one.destination(), one.ports()));
    Network network = new Network(graph);
    List<String> differences = new ArrayList<>();
    int allowed = 0;
    int compared = 0;
    for (Workload client : graph.workloads()) {
      for (Workload server : graph.workloads()) {
        if (client == server) {
          continue;
        }
        PortSet ports = byGroups.getOrDefault(name(client) + " " + name(server), PortSet.NONE);
        for (String protocol : List.of("TCP", "UDP")) {
          for (int port : PORTS) {
            boolean alone =
                network
                    .connection(network.endpoint(client), network.endpoint(server), protocol, port)
                    .allowed()
                    .isYes();
            compared++;
            allowed += alone ? 1 : 0;
            if (alone != ports.contains(protocol, port)) {
              differences.add(client + " -> " + server + " " + protocol + " " + port);
            }
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(allowed).as("connections allowed of " + compared).isBetween(1, compared - 1);
  }

  private static String name(Workload workload) {
    return workload.namespace() + "/" + workload.name() + "[Deployment]";
  }
}
