package meshlint.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.mesh.HostLookup.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Turns hosts of Istio's objects into hosts of the registry (pilot/pkg/model/config.go
 * ResolveShortnameToFQDN): only a name without any dot is completed, with the object's own
 * namespace.
 */
final class HostResolver {
  // The Services of namespace default and istiod's own that every cluster or mesh has.
  private static final Set<String> IN_EVERY_CLUSTER = Set.of("default/kubernetes");
  private static final Set<String> OF_ISTIO =
      Set.of("istiod", "istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway");

  private final ObjectGraph graph;
  private final Registry registry;
  private final MeshConfig config;
  private final String domain;
  private final boolean domainKnown;

  HostResolver(
      ObjectGraph graph, Registry registry, MeshConfig config, String domain, boolean domainKnown) {
    this.graph = graph;
    this.registry = registry;
    this.config = config;
    this.domain = domain;
    this.domainKnown = domainKnown;
  }

  /** The full name that Istio takes a host in an object of a namespace for. */
  String complete(String written, String namespace) {
    String host = written.toLowerCase(Locale.ROOT);
    boolean plain = host.indexOf('.') < 0 && !host.startsWith("*") && !host.isEmpty();
    return plain ? host + "." + namespace + ".svc." + domain : host;
  }

  HostLookup lookup(String written, String namespace) {
    String host = complete(written, namespace);
    List<MeshService> found = registry.at(host);
    if (!found.isEmpty()) {
      return found(written, host, found);
    }
    if (Hosts.isAddress(host)) {
      return none(written, host, Outcome.ADDRESS, host + " is an address", null);
    }
    if (host.equals("*")) {
      return none(written, host, Outcome.UNKNOWN, "it stands for every host", null);
    }
    if (host.startsWith("*")) {
      List<MeshService> under = registry.under(host);
      return under.isEmpty()
          ? none(
              written, host, Outcome.UNKNOWN, "no known host ends with " + host.substring(1), null)
          : found(written, host, under);
    }
    List<MeshService> over = registry.wildcardsOver(host);
    if (!over.isEmpty()) {
      return found(written, host, over);
    }
    String suffix = ".svc." + domain;
    if (host.endsWith(suffix)) {
      return inCluster(written, host, host.substring(0, host.length() - suffix.length()));
    }
    HostLookup near = nearCluster(written, host);
    if (near != null) {
      return near;
    }
    if (graph.knows(Kinds.SERVICE_ENTRY)) {
      return none(written, host, Outcome.EXTERNAL, "no ServiceEntry has the host " + host, null);
    }
    return none(
        written, host, Outcome.UNKNOWN, host + " is no host of the cluster's own domain", null);
  }

  private static HostLookup found(String written, String host, List<MeshService> found) {
    return new HostLookup(
        written,
        host,
        Outcome.FOUND,
        found,
        null,
        List.of(),
        host + " is " + found.get(0).object());
  }

  private static HostLookup none(
      String written, String host, Outcome outcome, String reason, @Nullable String meant) {
    return new HostLookup(written, host, outcome, List.of(), meant, List.of(), reason);
  }

  /** A host under the cluster's domain: {@code service.namespace}, or a pod's name before that. */
  private HostLookup inCluster(String written, String host, String path) {
    String[] labels = path.split("\\.", -1);
    if (labels.length < 2) {
      return none(written, host, Outcome.MISSING, host + " names no namespace", null);
    }
    String namespace = labels[labels.length - 1];
    String name = labels[labels.length - 2];
    if (labels.length > 2) {
      return podName(written, host, labels, namespace, name);
    }
    Known exists = exists(namespace, name);
    if (exists.isYes()) {
      return none(
          written, host, Outcome.ASSUMED, "Service " + namespace + "/" + name + " exists", null);
    }
    if (exists.isUnknown()) {
      return new HostLookup(
          written,
          host,
          Outcome.UNKNOWN,
          List.of(),
          null,
          written.indexOf('.') < 0 ? surelyElsewhere(namespace, name) : List.of(),
          "the Services of namespace " + namespace + " are not known");
    }
    return new HostLookup(
        written,
        host,
        Outcome.MISSING,
        List.of(),
        null,
        similar(namespace, name),
        "there is no Service " + name + " in namespace " + namespace);
  }

  private HostLookup podName(
      String written, String host, String[] labels, String namespace, String name) {
    Service service = graph.service(namespace, name);
    if (service == null) {
      Outcome outcome = exists(namespace, name).isNo() ? Outcome.MISSING : Outcome.UNKNOWN;
      return none(
          written, host, outcome, "Service " + namespace + "/" + name + " is not there", null);
    }
    MeshService entry = registry.of(service);
    if (service.isHeadless() && labels.length == 3) {
      return new HostLookup(
          written,
          host,
          Outcome.POD_NAME,
          List.of(entry),
          entry.host(),
          List.of(),
          host + " is the name of a pod, which is no host of its own in Istio");
    }
    return none(written, host, Outcome.MISSING, host + " is no Service", entry.host());
  }

  /**
   * Whether a Service exists. Istio's own and the API server's are taken for granted where the
   * input does not show them: they come from elsewhere.
   */
  private Known exists(String namespace, String name) {
    Known known = graph.exists(Kinds.SERVICE, namespace, name);
    if (known.isYes() || IN_EVERY_CLUSTER.contains(namespace + "/" + name)) {
      return Known.YES;
    }
    if (graph.settings().complete()) {
      return known;
    }
    if (namespace.equals(config.istioNamespace())
        && OF_ISTIO.stream().anyMatch(own -> name.equals(own) || name.startsWith(own + "-"))) {
      return Known.YES;
    }
    // A namespace of which the input shows workloads and no Service at all keeps those elsewhere.
    return graph.servicesIn(namespace).isEmpty() ? Known.UNKNOWN : known;
  }

  /** A host that looks like a Service's: its domain is another, or it is not written out. */
  private @Nullable HostLookup nearCluster(String written, String host) {
    List<String> labels = Arrays.asList(host.split("\\.", -1));
    int svc = labels.indexOf("svc");
    if (svc >= 2) {
      String namespace = labels.get(svc - 1);
      String name = labels.get(svc - 2);
      String meant = name + "." + namespace + ".svc." + domain;
      String rest = String.join(".", labels.subList(svc + 1, labels.size()));
      return rest.isEmpty()
          ? notCompleted(written, host, namespace, name, meant)
          : otherDomain(written, host, namespace, name, meant, rest);
    }
    if (labels.size() == 2 && svc < 0) {
      String meant = labels.get(0) + "." + labels.get(1) + ".svc." + domain;
      Service service = graph.service(labels.get(1), labels.get(0));
      if (service != null) {
        return notCompleted(written, host, labels.get(1), labels.get(0), meant);
      }
    }
    return null;
  }

  private HostLookup notCompleted(
      String written, String host, String namespace, String name, String meant) {
    Known exists = exists(namespace, name);
    return new HostLookup(
        written,
        host,
        Outcome.NOT_COMPLETED,
        List.of(),
        meant,
        exists.isNo() ? similar(namespace, name) : List.of(),
        "Istio completes only names without a dot, so " + host + " stays as it is");
  }

  private HostLookup otherDomain(
      String written, String host, String namespace, String name, String meant, String rest) {
    boolean here = graph.service(namespace, name) != null;
    if (!here && !domainKnown && !rest.equals("cluster.local")) {
      // Another cluster's domain, or this one's that nobody told.
      return none(
          written,
          host,
          Outcome.UNKNOWN,
          "the cluster's domain is not known to be " + domain,
          null);
    }
    return none(
        written,
        host,
        Outcome.WRONG_DOMAIN,
        "its domain is " + rest + ", but the hosts of this mesh end with svc." + domain,
        meant);
  }

  // --- similar names ---------------------------------------------------------------

  /** Services whose name is one or two letters away, and those of this name elsewhere. */
  private List<String> similar(String namespace, String name) {
    List<String> out = new ArrayList<>();
    int limit = name.length() < 4 ? 1 : 2;
    for (Service service : graph.servicesIn(namespace)) {
      if (distance(service.name(), name, limit) <= limit) {
        out.add(service.name() + "." + namespace + ".svc." + domain);
      }
    }
    out.addAll(elsewhere(namespace, name));
    for (Workload workload : graph.workloadsIn(namespace)) {
      if (workload.name().equals(name)) {
        // The workload is there under this name, its Service under another.
        for (Service service : graph.servicesOf(workload)) {
          String host = registry.of(service).host();
          if (!out.contains(host)) {
            out.add(host);
          }
        }
      }
    }
    return out.size() > 3 ? out.subList(0, 3) : out;
  }

  /**
   * The same, of those whose manifests name their namespace: others may be deployed to this one.
   */
  private List<String> surelyElsewhere(String namespace, String name) {
    boolean written = true;
    for (MeshService service : registry.named(name)) {
      written &= service.object().root().at("metadata", "namespace") != null;
    }
    return written ? elsewhere(namespace, name) : List.of();
  }

  /** The Services of exactly this name in other namespaces. */
  private List<String> elsewhere(String namespace, String name) {
    List<String> out = new ArrayList<>();
    for (MeshService service : registry.named(name)) {
      if (!service.namespace().equals(namespace)) {
        out.add(service.host());
      }
    }
    return out.size() > 3 ? out.subList(0, 3) : out;
  }

  /** The edit distance of two words, or more than the limit. */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
