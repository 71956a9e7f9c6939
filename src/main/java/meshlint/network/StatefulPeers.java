package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.graph.Container;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.MapNode;

/**
 * The ports on which the pods of a StatefulSet talk to each other. A headless Service alone does
 * not show that they do (a web server's pods don't), so a port counts by what is known of it: its
 * usual number, its name, or a container that is told its peers' names.
 */
final class StatefulPeers {
  // Peer ports of software that clusters, by its defaults: etcd 2380, ZooKeeper 2888/3888, Consul
  // 8300-8302, RabbitMQ 4369/25672, Redis bus 16379, Sentinel 26379, Galera 4444/4567/4568,
  // Hazelcast
  // 5701, NATS 6222, Cassandra 7000/7001, memberlist 7946, Elasticsearch 9300, MongoDB 27017,
  // CockroachDB 26257, Alertmanager 9094, ClickHouse 9009, MySQL group replication 33061.
  private static final Set<Integer> PORTS =
      Set.of(
          2380, 2888, 3888, 4369, 4444, 4567, 4568, 5701, 6222, 7000, 7001, 7946, 8300, 8301, 8302,
          9009, 9094, 9300, 16379, 25672, 26257, 26379, 27017, 33061);

  private static final Pattern NAMES =
      Pattern.compile(
          "(^|-)(peers?|cluster|clustering|transport|election|follower|gossip|replication|raft"
              + "|internode|epmd|inter-broker|interbroker|quorum|serf|memberlist|galera)(-|$)");

  private StatefulPeers() {}

  /** What stops the pods of a StatefulSet from reaching each other, one entry per port and side. */
  static List<Blockage> of(Network network, Workload workload) {
    List<Blockage> out = new ArrayList<>();
    if (network.isolating(workload, Direction.INGRESS).isEmpty()
        && network.isolating(workload, Direction.EGRESS).isEmpty()) {
      return out;
    }
    String subdomain = workload.subdomain();
    Service governing =
        subdomain == null ? null : network.graph().service(workload.namespace(), subdomain);
    if (governing == null || !network.graph().workloadsOf(governing).contains(workload)) {
      return out;
    }
    boolean told = isToldItsPeers(workload, governing.name());
    Endpoint self = network.endpoint(workload);
    for (ServicePort port : governing.ports()) {
      // Pods dial each other's addresses, so the Service's port is the one on the wire.
      if (!isPeerPort(port) && !(told && isOnlyInHeadless(network, workload, port))) {
        continue;
      }
      ConnectionVerdict verdict = network.connection(self, self, port.protocol(), port.port());
      for (PolicyVerdict side : List.of(verdict.egress(), verdict.ingress())) {
        Blockages blockages =
            new Blockages("its peers in " + workload, port.protocol(), port.port());
        blockages.add(workload, side);
        out.addAll(blockages.byPolicy());
      }
    }
    return out;
  }

  private static boolean isPeerPort(ServicePort port) {
    String name = port.name();
    return PORTS.contains(port.port())
        || (name != null && NAMES.matcher(name.toLowerCase(Locale.ROOT)).find());
  }

  private static boolean isOnlyInHeadless(Network network, Workload workload, ServicePort port) {
    for (Service service : network.graph().servicesOf(workload)) {
      if (service.isHeadless()) {
        continue;
      }
      for (ServicePort other : service.ports()) {
        Integer number = other.resolveOn(workload);
        if (number != null && number == port.port()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether an argument or variable of a container names its Service or one of its pods. */
  private static boolean isToldItsPeers(Workload workload, String service) {
    Pattern peers =
        Pattern.compile(
            "(^|[^a-z0-9-])("
                + Pattern.quote(workload.name())
                + "-(\\d+|\\$\\{?i|\\$\\(?i)|"
                + Pattern.quote(service)
                + ")([^a-z0-9-]|$)");
    for (Container container : workload.allContainers()) {
      for (String word : container.commandLine()) {
        if (peers.matcher(word).find()) {
          return true;
        }
      }
      for (MapNode variable : container.node().maps("env")) {
        String value = variable.text("value");
        if (value != null && peers.matcher(value).find()) {
          return true;
        }
      }
    }
    return false;
  }
}
