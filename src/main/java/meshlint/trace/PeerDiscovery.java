package meshlint.trace;

import java.util.List;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** Whether the pods of a workload look for each other when they start. */
final class PeerDiscovery {
  // How software says that it asks Kubernetes or DNS for the addresses of its peers: RabbitMQ's
  // peer discovery plugins, JGroups, Hazelcast, Akka and Pekko.
  private static final List<String> MARKS =
      List.of(
          "rabbit_peer_discovery_k8s",
          "rabbit_peer_discovery_dns",
          "dns.DNS_PING",
          "kubernetes.KUBE_PING",
          "akka.discovery",
          "pekko.discovery",
          "service-dns:");

  private final ObjectGraph graph;
  private final Dependencies dependencies;

  PeerDiscovery(ObjectGraph graph, Dependencies dependencies) {
    this.graph = graph;
    this.dependencies = dependencies;
  }

  /**
   * The place that shows it: the name of its own headless Service, or of one of its pods, in its
   * environment or configuration, or a setting by which known software asks for its peers; null
   * where nothing shows it.
   */
  @Nullable Place of(Workload workload) {
    for (Dependency dependency : dependencies.byClient(workload)) {
      Service service = dependency.target().service();
      boolean written =
          dependency.source() == Dependency.Source.ENVIRONMENT
              || dependency.source() == Dependency.Source.ARGUMENT
              || dependency.source() == Dependency.Source.CONFIGURATION;
      if (written
          && service != null
          && service.isHeadless()
          && graph.workloadsOf(service).contains(workload)) {
        return dependency.place();
      }
    }
    for (Container container : workload.containers()) {
      for (MapNode entry : container.node().maps("env")) {
        Place place = mark(entry, "value");
        if (place != null) {
          return place;
        }
      }
    }
    MapNode spec = workload.podSpec();
    for (MapNode volume : spec == null ? List.<MapNode>of() : spec.maps("volumes")) {
      MapNode source = volume.map("configMap");
      String name = source == null ? null : source.text("name");
      Place place = name == null ? null : inConfigMap(workload.namespace(), name);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private @Nullable Place inConfigMap(String namespace, String name) {
    KubeObject object = graph.find(Kinds.CONFIG_MAP, namespace, name);
    MapNode data = object == null ? null : object.root().map("data");
    for (int i = 0; data != null && i < data.childCount(); i++) {
      Place place = mark(data, data.keyAt(i));
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable Place mark(MapNode parent, String key) {
    String text = parent.string(key);
    if (text == null) {
      return null;
    }
    for (String mark : MARKS) {
      int at = text.indexOf(mark);
      if (at >= 0) {
        EmbeddedText embedded = EmbeddedText.of(parent, key);
        return embedded == null ? parent.placeOf(key) : embedded.place(at, at + mark.length());
      }
    }
    return null;
  }
}
