package meshlint.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import meshlint.finding.Confidence;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.trace.Dependency.Client;
import meshlint.trace.Dependency.Source;
import org.jspecify.annotations.Nullable;

/** Reads the connections that objects other than workloads ask for: routes, backends, webhooks. */
final class ReferenceReader {
  private static final String GATEWAY_API = "gateway.networking.k8s.io";
  private static final List<Kind> ROUTES =
      List.of(
          Kinds.HTTP_ROUTE,
          new Kind(GATEWAY_API, "GRPCRoute"),
          new Kind(GATEWAY_API, "TCPRoute"),
          new Kind(GATEWAY_API, "TLSRoute"));
  private static final Kind OLD_INGRESS = new Kind("extensions", "Ingress");
  private static final Kind VALIDATING_WEBHOOK =
      new Kind("admissionregistration.k8s.io", "ValidatingWebhookConfiguration");
  private static final Kind API_SERVICE = new Kind("apiregistration.k8s.io", "APIService");
  private static final Kind CRD = new Kind("apiextensions.k8s.io", "CustomResourceDefinition");
  // Parts of the image names of ingress controllers.
  private static final Pattern CONTROLLER_IMAGE =
      Pattern.compile(
          "(^|/)(ingress-nginx/|nginx-ingress|nginx/nginx-ingress|traefik|haproxy-ingress"
              + "|kubernetes-ingress|kubernetes-ingress-controller|[a-z-]*ingress-controller)");
  private static final Client API_SERVER =
      new Client(Client.Kind.API_SERVER, null, "the API server");

  private final ObjectGraph graph;
  private final HostNames names;
  private final List<Dependency> found = new ArrayList<>();
  private final Map<KubeObject, List<Client>> gatewayClients = new HashMap<>();
  private final Monitors monitors;

  ReferenceReader(ObjectGraph graph, HostNames names, Monitors monitors) {
    this.graph = graph;
    this.names = names;
    this.monitors = monitors;
  }

  /** The connections of all objects that are no workloads. */
  List<Dependency> read() {
    graph.objectsOf(Kinds.VIRTUAL_SERVICE).forEach(this::virtualService);
    ROUTES.forEach(kind -> graph.objectsOf(kind).forEach(this::route));
    ingresses();
    monitors();
    webhooks();
    return found;
  }

  private void add(
      Client client,
      Source source,
      Target target,
      @Nullable Integer port,
      Place place,
      @Nullable Place portPlace) {
    found.add(
        new Dependency(
            client,
            target,
            port,
            portPlace != null,
            source,
            Confidence.HIGH,
            place.span().text(),
            place,
            portPlace,
            null));
  }

  private Target reference(String namespace, String name) {
    return Target.reference(namespace, name, graph.service(namespace, name));
  }

  // --- Istio's gateways --------------------------------------------------------------

  private void virtualService(KubeObject object) {
    MapNode spec = object.spec();
    ListNode gateways = spec == null ? null : spec.list("gateways");
    if (spec == null || gateways == null) {
      return;
    }
    List<Client> clients = new ArrayList<>();
    for (String name : gateways.strings()) {
      if (!name.equals("mesh")) {
        clients.addAll(gateway(name, object.namespace()));
      }
    }
    if (clients.isEmpty()) {
      return;
    }
    routes(object, spec, clients);
    for (MapNode http : spec.maps("http")) {
      MapNode delegate = http.map("delegate");
      String name = delegate == null ? null : delegate.text("name");
      if (delegate == null || name == null) {
        continue;
      }
      String namespace = delegate.text("namespace");
      KubeObject target =
          graph.find(
              Kinds.VIRTUAL_SERVICE, namespace == null ? object.namespace() : namespace, name);
      MapNode below = target == null ? null : target.spec();
      if (target != null && below != null && !below.containsKey("gateways")) {
        routes(target, below, clients);
      }
    }
  }

  private void routes(KubeObject object, MapNode spec, List<Client> clients) {
    for (String protocol : List.of("http", "tls", "tcp")) {
      for (MapNode route : spec.maps(protocol)) {
        for (MapNode to : route.maps("route")) {
          destination(object, to.map("destination"), clients);
        }
        destination(object, route.map("mirror"), clients);
        for (MapNode mirror : route.maps("mirrors")) {
          destination(object, mirror.map("destination"), clients);
        }
      }
    }
  }

  private void destination(KubeObject object, @Nullable MapNode destination, List<Client> clients) {
    String host = destination == null ? null : destination.string("host");
    if (destination == null || host == null) {
      return;
    }
    Target target = names.resolve(host, object.namespace());
    // Istio completes only names without a dot, so another short form names no Service.
    if (target == null || target.form() == Target.Form.NAMESPACE || target.pod() != null) {
      return;
    }
    MapNode portNode = destination.map("port");
    Long number = portNode == null ? null : portNode.integer("number");
    for (Client client : clients) {
      add(
          client,
          Source.ROUTE,
          target,
          number == null ? onlyPort(target.service()) : Integer.valueOf(number.intValue()),
          destination.placeOf("host"),
          portNode == null || number == null ? null : portNode.placeOf("number"));
    }
  }

  private static @Nullable Integer onlyPort(@Nullable Service service) {
    return service != null && service.ports().size() == 1 ? service.ports().get(0).port() : null;
  }

  /** The proxies of a gateway that a VirtualService names. */
  private List<Client> gateway(String written, String namespace) {
    int slash = written.indexOf('/');
    String in = slash < 0 || written.startsWith("./") ? namespace : written.substring(0, slash);
    String name = written.substring(slash + 1);
    KubeObject object = graph.find(Kinds.ISTIO_GATEWAY, in, name);
    if (object == null) {
      return List.of(new Client(Client.Kind.GATEWAY, null, "Gateway " + in + "/" + name));
    }
    return gatewayClients.computeIfAbsent(object, this::proxies);
  }

  private List<Client> proxies(KubeObject gateway) {
    MapNode selector = gateway.root().mapAt("spec", "selector");
    List<Client> out = new ArrayList<>();
    if (selector != null && !selector.isEmpty()) {
      for (Namespace namespace : graph.namespaces()) {
        LabelSelector labels = LabelSelector.ofLabels(selector.strings());
        for (Workload workload : graph.workloadsSelectedBy(namespace.name(), labels)) {
          out.add(new Client(Client.Kind.GATEWAY, workload, workload.toString()));
        }
      }
    }
    return out.isEmpty() ? List.of(new Client(Client.Kind.GATEWAY, null, gateway.toString())) : out;
  }

  // --- Gateway API ---------------------------------------------------------------------

  private void route(KubeObject object) {
    MapNode spec = object.spec();
    if (spec == null) {
      return;
    }
    List<Client> clients = new ArrayList<>();
    for (MapNode parent : spec.maps("parentRefs")) {
      String kind = parent.text("kind");
      String name = parent.text("name");
      String namespace = parent.text("namespace");
      if (name != null && (kind == null || kind.equals("Gateway"))) {
        clients.add(
            new Client(
                Client.Kind.GATEWAY,
                null,
                "Gateway " + (namespace == null ? object.namespace() : namespace) + "/" + name));
      }
    }
    for (MapNode rule : spec.maps("rules")) {
      for (MapNode backend : rule.maps("backendRefs")) {
        String kind = backend.text("kind");
        String name = backend.text("name");
        String namespace = backend.text("namespace");
        Long port = backend.integer("port");
        if (name == null || (kind != null && !kind.equals("Service"))) {
          continue;
        }
        for (Client client : clients) {
          add(
              client,
              Source.ROUTE,
              reference(namespace == null ? object.namespace() : namespace, name),
              port == null ? null : Integer.valueOf(port.intValue()),
              backend.placeOf("name"),
              port == null ? null : backend.placeOf("port"));
        }
      }
    }
  }

  // --- Ingress -------------------------------------------------------------------------

  private void ingresses() {
    List<KubeObject> all = new ArrayList<>(graph.objectsOf(Kinds.INGRESS));
    all.addAll(graph.objectsOf(OLD_INGRESS));
    if (!all.isEmpty()) {
      Client controller =
          Monitors.runner(
              graph, Client.Kind.INGRESS_CONTROLLER, CONTROLLER_IMAGE, "the ingress controller");
      all.forEach(object -> ingress(object, controller));
    }
  }

  private void ingress(KubeObject object, Client controller) {
    MapNode spec = object.spec();
    if (spec == null) {
      return;
    }
    backend(object, spec.map("defaultBackend"), controller);
    backend(object, spec.map("backend"), controller);
    for (MapNode rule : spec.maps("rules")) {
      MapNode http = rule.map("http");
      for (MapNode path : http == null ? List.<MapNode>of() : http.maps("paths")) {
        backend(object, path.map("backend"), controller);
      }
    }
  }

  private void backend(KubeObject object, @Nullable MapNode backend, Client controller) {
    if (backend == null) {
      return;
    }
    MapNode service = backend.map("service");
    MapNode node = service == null ? backend : service;
    String nameKey = service == null ? "serviceName" : "name";
    String name = node.text(nameKey);
    MapNode portNode = service == null ? backend : service.map("port");
    if (name == null) {
      return;
    }
    Target target = reference(object.namespace(), name);
    Integer port = null;
    Place portPlace = null;
    for (String key : service == null ? List.of("servicePort") : List.of("number", "name")) {
      Object written = portNode == null ? null : portNode.get(key);
      if (portNode != null && written != null) {
        port = port(target.service(), written);
        portPlace = portNode.placeOf(key);
      }
    }
    add(controller, Source.INGRESS, target, port, node.placeOf(nameKey), portPlace);
  }

  /** The number of a Service's port that is written as number or name; null where unknown. */
  private static @Nullable Integer port(@Nullable Service service, Object written) {
    if (written instanceof Long number) {
      return number.intValue();
    }
    if (service != null) {
      for (ServicePort port : service.ports()) {
        if (written.equals(port.name())) {
          return port.port();
        }
      }
    }
    return null;
  }

  // --- Prometheus ------------------------------------------------------------------------

  private void monitors() {
    for (KubeObject object : graph.objectsOf(Monitors.SERVICE_MONITOR)) {
      MapNode spec = object.spec();
      if (spec == null) {
        continue;
      }
      for (Service service : monitors.services(object)) {
        for (MapNode endpoint : spec.maps("endpoints")) {
          Object written = endpoint.get("port");
          Integer port = written == null ? null : port(service, written);
          for (Client scraper : port == null ? List.<Client>of() : monitors.scrapers(object)) {
            add(
                scraper,
                Source.SCRAPE,
                Target.reference(service.namespace(), service.name(), service),
                port,
                object.place("spec", "selector"),
                endpoint.placeOf("port"));
          }
        }
      }
    }
  }

  // --- the API server ----------------------------------------------------------------------

  private void webhooks() {
    for (Kind kind : List.of(Kinds.MUTATING_WEBHOOK, VALIDATING_WEBHOOK)) {
      for (KubeObject object : graph.objectsOf(kind)) {
        for (MapNode webhook : object.root().maps("webhooks")) {
          MapNode config = webhook.map("clientConfig");
          called(config == null ? null : config.map("service"));
        }
      }
    }
    for (KubeObject object : graph.objectsOf(API_SERVICE)) {
      called(object.root().mapAt("spec", "service"));
    }
    for (KubeObject object : graph.objectsOf(CRD)) {
      called(object.root().mapAt("spec", "conversion", "webhook", "clientConfig", "service"));
    }
  }

  private void called(@Nullable MapNode service) {
    String name = service == null ? null : service.text("name");
    String namespace = service == null ? null : service.text("namespace");
    if (service == null || name == null || namespace == null) {
      return;
    }
    Long port = service.integer("port");
    add(
        API_SERVER,
        Source.WEBHOOK,
        reference(namespace, name),
        // The API's default, see ServiceReference in k8s.io/api/admissionregistration/v1.
        port == null ? 443 : port.intValue(),
        service.placeOf("name"),
        port == null ? null : service.placeOf("port"));
  }
}
