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

/**
 * What shows that the pods of a workload look for each other when they start.
 *
 * @param place the place that shows it: a name of their headless Service in their environment or
 *     configuration, or a setting by which known software asks for its peers
 * @param service the headless Service whose records they ask for
 * @param once whether it is software known to ask only while it starts, which then goes on alone
 */
public record PeerDiscovery(Place place, Service service, boolean once) {
  // How software says that it asks Kubernetes or DNS for the addresses of its peers once, at the
  // start: RabbitMQ's peer discovery plugins, JGroups.
  private static final List<String> MARKS =
      List.of(
          "rabbit_peer_discovery_k8s",
          "rabbit_peer_discovery_dns",
          "dns.DNS_PING",
          "kubernetes.KUBE_PING");

  /** What shows it for a workload; null where nothing does. */
  static @Nullable PeerDiscovery of(
      ObjectGraph graph, Dependencies dependencies, Workload workload) {
    Service governing = graph.governingService(workload);
    Place mark = governing != null && governing.isHeadless() ? mark(graph, workload) : null;
    if (governing != null && mark != null) {
      return new PeerDiscovery(mark, governing, true);
    }
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
        return new PeerDiscovery(dependency.place(), service, false);
      }
    }
    return null;
  }

  private static @Nullable Place mark(ObjectGraph graph, Workload workload) {
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
      KubeObject object =
          name == null ? null : graph.find(Kinds.CONFIG_MAP, workload.namespace(), name);
      MapNode data = object == null ? null : object.root().map("data");
      for (int i = 0; data != null && i < data.childCount(); i++) {
        Place place = mark(data, data.keyAt(i));
        if (place != null) {
          return place;
        }
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
