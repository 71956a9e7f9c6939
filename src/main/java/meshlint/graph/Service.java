package meshlint.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.finding.ObjectRef;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;

/** A core Service. */
public final class Service {
  private final KubeObject object;
  private final Map<String, String> selector;
  private final List<ServicePort> ports;

  Service(KubeObject object) {
    this.object = object;
    MapNode spec = object.spec();
    MapNode selectorNode = spec == null ? null : spec.map("selector");
    this.selector = selectorNode == null ? Map.of() : selectorNode.strings();
    List<ServicePort> found = new ArrayList<>();
    if (spec != null) {
      for (MapNode port : spec.maps("ports")) {
        Long number = port.integer("port");
        if (number != null) {
          found.add(ServicePort.of(this, port, number.intValue()));
        }
      }
    }
    this.ports = List.copyOf(found);
  }

  /** The object. */
  public KubeObject object() {
    return object;
  }

  /** Its identity. */
  public ObjectRef ref() {
    return object.ref();
  }

  /** Its name. */
  public String name() {
    return object.name();
  }

  /** Its namespace. */
  public String namespace() {
    return object.namespace();
  }

  /** Its type; {@code ClusterIP} where the manifest has none. */
  public String type() {
    MapNode spec = object.spec();
    String type = spec == null ? null : spec.text("type");
    return type == null ? "ClusterIP" : type;
  }

  /** Whether it is an ExternalName Service, which has neither address nor endpoints. */
  public boolean isExternalName() {
    return type().equals("ExternalName");
  }

  /**
   * Whether DNS answers with pod addresses instead of a cluster IP: {@code clusterIP: None}, or
   * {@code clusterIPs: [None]}, from which the API server fills in {@code clusterIP}.
   */
  public boolean isHeadless() {
    MapNode spec = object.spec();
    if (spec == null || isExternalName()) {
      return false;
    }
    String ip = spec.text("clusterIP");
    if (ip != null) {
      return ip.equals("None");
    }
    ListNode ips = spec.list("clusterIPs");
    return ips != null && !ips.isEmpty() && "None".equals(ips.get(0));
  }

  /** Where {@code clusterIP} stands; the spec where it is not set. */
  public Place clusterIpPlace() {
    MapNode spec = object.spec();
    return spec != null && spec.containsKey("clusterIPs") && !spec.containsKey("clusterIP")
        ? object.place("spec", "clusterIPs")
        : object.place("spec", "clusterIP");
  }

  /** Its selector; empty where it has none and someone else makes its endpoints. */
  public Map<String, String> selector() {
    return selector;
  }

  /** Whether it selects pods. */
  public boolean hasSelector() {
    return !selector.isEmpty() && !isExternalName();
  }

  /** Whether DNS and Istio see its pods before they are ready. */
  public boolean publishesNotReady() {
    MapNode spec = object.spec();
    return spec != null && Boolean.TRUE.equals(spec.bool("publishNotReadyAddresses"));
  }

  /** Its ports, in file order. */
  public List<ServicePort> ports() {
    return ports;
  }

  /** {@code Service namespace/name}. */
  @Override
  public String toString() {
    return object.toString();
  }
}
