package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's validating webhook refuses of routing objects, beyond their schemas
 * (pkg/config/validation/validation.go, pkg/config/validation/agent). Values that look like
 * placeholders of a template are left alone.
 */
final class Refusals {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?");
  private static final Pattern FIRST_LABEL =
      Pattern.compile("\\*|(\\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?");
  private static final Pattern PLACEHOLDER = Pattern.compile("[${}<>_%]");
  private static final Set<String> PROTOCOLS =
      Set.of(
          "tcp",
          "udp",
          "grpc",
          "grpc-web",
          "http",
          "http_proxy",
          "http2",
          "https",
          "tls",
          "mongo",
          "redis",
          "mysql",
          "hbone",
          "doublehbone");

  private final KubeObject object;
  private final MapNode spec;
  private final List<Refusal> out = new ArrayList<>();

  private Refusals(KubeObject object, MapNode spec) {
    this.object = object;
    this.spec = spec;
  }

  static List<Refusal> of(KubeObject object) {
    MapNode spec = object.spec();
    if (spec == null) {
      return List.of();
    }
    Refusals refusals = new Refusals(object, spec);
    if (object.kind().equals(Kinds.ISTIO_GATEWAY)) {
      refusals.gateway();
    } else if (object.kind().equals(Kinds.VIRTUAL_SERVICE)) {
      refusals.virtualService();
    } else if (object.kind().equals(Kinds.SERVICE_ENTRY)) {
      refusals.serviceEntry();
    } else if (object.kind().equals(Kinds.DESTINATION_RULE)) {
      refusals.destinationRule();
    } else if (object.kind().equals(Kinds.SIDECAR)) {
      refusals.sidecar();
    }
    return refusals.out;
  }

  private void add(Place place, String text) {
    out.add(new Refusal(object, place, text));
  }

  // --- names ------------------------------------------------------------------------------

  /** What is wrong with a host that may begin with a wildcard; null where nothing is. */
  private static @Nullable String hostProblem(String host) {
    if (PLACEHOLDER.matcher(host).find()) {
      return null;
    }
    if (host.contains("://")) {
      return "a host has no scheme";
    }
    if (host.isEmpty()) {
      return "a host may not be empty";
    }
    int dot = host.indexOf('.');
    String first = dot < 0 ? host : host.substring(0, dot);
    if (first.indexOf(':') >= 0 || (dot >= 0 && host.indexOf(':') >= 0)) {
      return "a host has no port";
    }
    if (!FIRST_LABEL.matcher(first).matches()) {
      return first.indexOf('*') > 0
          ? "a wildcard stands at the beginning"
          : "\"" + first + "\" is no label of a DNS name";
    }
    if (dot < 0) {
      return null;
    }
    String[] labels = host.substring(dot + 1).split("\\.", -1);
    String top = labels[labels.length - 1];
    if (!top.isEmpty() && top.chars().allMatch(Character::isDigit)) {
      return "an address is no host";
    }
    for (int i = 0; i < labels.length; i++) {
      boolean root = i == labels.length - 1 && labels[i].isEmpty();
      if (!root && !LABEL.matcher(labels[i]).matches()) {
        return labels[i].indexOf('*') >= 0
            ? "a wildcard stands in the first label only"
            : "\"" + labels[i] + "\" is no label of a DNS name";
      }
    }
    return null;
  }

  /** Whether a host is an IP address; {@code name:80} is none. */
  private static boolean isAddress(String host) {
    int colon = host.indexOf(':');
    return Hosts.isAddress(host) && (colon < 0 || host.indexOf(':', colon + 1) > 0);
  }

  private static boolean isProtocol(String protocol) {
    return PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT));
  }

  // --- Gateway ---------------------------------------------------------------------------------

  private void gateway() {
    Set<String> names = new HashSet<>();
    for (MapNode server : spec.maps("servers")) {
      MapNode port = server.map("port");
      String name = port == null ? null : port.text("name");
      if (port != null && (name == null || name.isEmpty())) {
        add(port.place(), "each port of a server needs a name");
      } else if (port != null && name != null && !names.add(name)) {
        add(port.placeOf("name"), "two servers have a port named " + name);
      }
      ListNode hosts = server.list("hosts");
      for (int i = 0; hosts != null && i < hosts.size(); i++) {
        if (hosts.get(i) instanceof String host) {
          serverHost(host, hosts.placeOf(i));
        }
      }
      String protocol = port == null ? null : port.text("protocol");
      if (port != null && protocol != null && !isProtocol(protocol)) {
        if (!PLACEHOLDER.matcher(protocol).find()) {
          add(port.placeOf("protocol"), "Istio knows no protocol " + protocol);
        }
      } else if (protocol != null) {
        serverTls(server, PortProtocol.ofField(protocol), protocol);
      }
    }
  }

  private void serverHost(String host, Place place) {
    int slash = host.indexOf('/');
    String name = host.contains("://") ? host : host.substring(slash + 1);
    String problem =
        name.indexOf('/') >= 0 && !host.contains("://")
            ? "a host has one slash at most, behind a namespace"
            : hostProblem(name);
    if (problem != null) {
      add(place, "host \"" + host + "\" is none: " + problem);
    }
  }

  private void serverTls(MapNode server, PortProtocol protocol, String written) {
    MapNode tls = server.map("tls");
    if (tls == null) {
      if (protocol.isTls()) {
        add(server.place(), "a server of " + written + " needs tls settings");
      }
      return;
    }
    String mode = tls.text("mode");
    boolean passthrough = mode == null || mode.endsWith("PASSTHROUGH");
    if (!protocol.isTls()) {
      boolean keys =
          tls.text("serverCertificate") != null
              || tls.text("privateKey") != null
              || tls.text("caCertificates") != null;
      if (!protocol.isHttp()) {
        add(tls.place(), "a server of " + written + " may not have tls settings");
      } else if (!passthrough || keys) {
        add(
            tls.place(),
            "a server of plain " + written + " may not have a tls mode or certificates");
      }
      return;
    }
    boolean secret =
        tls.text("credentialName") != null
            || isFilled(tls, "credentialNames")
            || isFilled(tls, "tlsCertificates");
    if (mode == null || passthrough || secret) {
      return;
    }
    boolean mutual = mode.equals("MUTUAL") || mode.equals("OPTIONAL_MUTUAL");
    if (mode.equals("SIMPLE") || mutual) {
      if (tls.text("serverCertificate") == null || tls.text("privateKey") == null) {
        add(
            tls.place(),
            "tls mode " + mode + " needs a credentialName, or serverCertificate and privateKey");
      } else if (mutual && tls.text("caCertificates") == null) {
        add(tls.place(), "tls mode " + mode + " needs caCertificates to check clients");
      }
    }
  }

  private static boolean isFilled(MapNode holder, String key) {
    ListNode list = holder.list(key);
    return list != null && !list.isEmpty();
  }

  // --- VirtualService ----------------------------------------------------------------------------

  private void virtualService() {
    ListNode hosts = spec.list("hosts");
    List<String> names = hosts == null ? List.of() : hosts.strings();
    ListNode gateways = spec.list("gateways");
    boolean bound = gateways != null && !gateways.isEmpty();
    if (names.isEmpty()) {
      for (String key : List.of("gateways", "tls", "tcp")) {
        if (isFilled(spec, key)) {
          add(spec.placeOf(key), "one without hosts is a delegate, which may not have " + key);
        }
      }
    }
    if (!isFilled(spec, "http") && !isFilled(spec, "tls") && !isFilled(spec, "tcp")) {
      add(spec.place(), "it needs http, tls or tcp routes");
    }
    boolean mesh = !bound || (gateways != null && gateways.strings().contains(VirtualRoutes.MESH));
    for (int i = 0; hosts != null && i < hosts.size(); i++) {
      if (!(hosts.get(i) instanceof String host)) {
        continue;
      }
      String problem = isAddress(host) ? null : hostProblem(host);
      if (problem != null) {
        add(hosts.placeOf(i), "host \"" + host + "\" is none: " + problem);
      } else if (mesh && host.equals("*")) {
        add(
            hosts.placeOf(i),
            "host * is for gateways only, and without gateways or with mesh it is for sidecars");
      } else {
        for (String earlier : names.subList(0, Math.min(i, names.size()))) {
          if (Hosts.overlap(earlier, host)) {
            add(hosts.placeOf(i), "hosts " + earlier + " and " + host + " overlap");
            break;
          }
        }
      }
    }
    for (MapNode route : spec.maps("http")) {
      httpRoute(route, names.isEmpty());
    }
    for (MapNode route : spec.maps("tls")) {
      weights(route);
      for (MapNode match : route.maps("match")) {
        sniHosts(match.list("sniHosts"), names);
      }
    }
    for (MapNode route : spec.maps("tcp")) {
      weights(route);
    }
  }

  private void httpRoute(MapNode route, boolean inDelegate) {
    boolean routes = isFilled(route, "route");
    boolean redirect = route.map("redirect") != null;
    boolean direct = route.map("directResponse") != null;
    boolean delegate = route.map("delegate") != null;
    if (delegate && inDelegate) {
      add(route.placeOf("delegate"), "a delegate may not delegate on");
    } else if (delegate && (routes || redirect || direct)) {
      String beside = routes ? "route" : redirect ? "redirect" : "directResponse";
      add(route.placeOf("delegate"), "a route with delegate may not have " + beside + " as well");
    } else if (redirect && routes) {
      add(route.placeOf("redirect"), "a route may not have both route and redirect");
    } else if (direct && (routes || redirect)) {
      add(
          route.placeOf("directResponse"),
          "a route with directResponse may not have "
              + (routes ? "route" : "redirect")
              + " as well");
    } else if (!routes && !redirect && !direct && !delegate) {
      add(route.place(), "an http route needs route, redirect, directResponse or delegate");
    }
    weights(route);
  }

  private void weights(MapNode route) {
    List<MapNode> entries = route.maps("route");
    if (entries.size() > 1) {
      for (MapNode entry : entries) {
        if (!(entry.get("weight") == null || Long.valueOf(0).equals(entry.get("weight")))) {
          return;
        }
      }
      add(route.placeOf("route"), "the weights of several destinations may not all be 0");
    }
  }

  private void sniHosts(@Nullable ListNode sniHosts, List<String> hosts) {
    for (int i = 0; sniHosts != null && i < sniHosts.size(); i++) {
      if (sniHosts.get(i) instanceof String sni
          && !PLACEHOLDER.matcher(sni).find()
          && hosts.stream().noneMatch(host -> Hosts.contains(host, sni))
          && hosts.stream().noneMatch(host -> PLACEHOLDER.matcher(host).find())) {
        add(
            sniHosts.placeOf(i),
            "sniHost " + sni + " is not among the hosts " + String.join(", ", hosts));
      }
    }
  }

  // --- ServiceEntry
  // --------------------------------------------------------------------------------

  private void serviceEntry() {
    ListNode hosts = spec.list("hosts");
    String written = spec.text("resolution");
    String resolution = written == null ? "NONE" : written;
    boolean dns = resolution.equals("DNS") || resolution.equals("DNS_ROUND_ROBIN");
    List<MapNode> endpoints = spec.maps("endpoints");
    for (int i = 0; hosts != null && i < hosts.size(); i++) {
      if (!(hosts.get(i) instanceof String host)) {
        continue;
      }
      String problem = host.equals("*") ? "it stands for everything" : hostProblem(host);
      if (problem != null) {
        add(hosts.placeOf(i), "host \"" + host + "\" is none for a ServiceEntry: " + problem);
      } else if (dns && endpoints.isEmpty() && host.startsWith("*")) {
        add(
            hosts.placeOf(i),
            "with resolution "
                + resolution
                + " and no endpoints proxies look up each host, and a wildcard"
                + " cannot be looked up");
      }
    }
    Map<Object, String> names = new HashMap<>();
    boolean plain = false;
    for (MapNode port : spec.maps("ports")) {
      String name = port.text("name");
      Long number = port.integer("number");
      String protocol = port.text("protocol");
      if (number != null && names.put(number, "") != null) {
        add(port.placeOf("number"), "port " + number + " stands there twice");
      }
      if (name != null && names.put(name, "") != null) {
        add(port.placeOf("name"), "two ports are named " + name);
      }
      if (protocol != null && !protocol.isEmpty() && !isProtocol(protocol)) {
        if (!PLACEHOLDER.matcher(protocol).find()) {
          add(port.placeOf("protocol"), "Istio knows no protocol " + protocol);
        }
      } else {
        PortProtocol known = PortProtocol.ofField(protocol);
        plain |= !known.isHttp() && !known.isTls();
      }
    }
    if (hosts != null && hosts.size() > 1 && plain && !resolution.equals("NONE")) {
      add(
          hosts.placeOf(1),
          "several hosts cannot share a port that is neither HTTP nor TLS, as nothing tells them apart");
    }
    for (MapNode endpoint : endpoints) {
      endpoint(endpoint, resolution, names.keySet());
    }
  }

  private void endpoint(MapNode endpoint, String resolution, Set<Object> names) {
    String address = endpoint.text("address");
    boolean unix = address != null && address.startsWith("unix:");
    if (address != null
        && !unix
        && resolution.equals("STATIC")
        && !Hosts.isAddress(address)
        && !PLACEHOLDER.matcher(address).find()) {
      add(
          endpoint.placeOf("address"),
          "with resolution STATIC an endpoint is an IP address, and " + address + " is a name");
    }
    MapNode ports = endpoint.map("ports");
    if (ports != null && !unix) {
      for (String name : ports.keySet()) {
        if (!names.contains(name)) {
          add(
              ports.placeOf(name),
              "an endpoint names port " + name + ", which the ServiceEntry does not have");
        }
      }
    }
  }

  // --- DestinationRule
  // -------------------------------------------------------------------------------

  private void destinationRule() {
    String host = spec.text("host");
    String problem = host == null || isAddress(host) ? null : hostProblem(host);
    if (problem != null) {
      add(spec.placeOf("host"), "host \"" + host + "\" is none: " + problem);
    }
    policy(spec.map("trafficPolicy"));
    for (MapNode subset : spec.maps("subsets")) {
      policy(subset.map("trafficPolicy"));
    }
  }

  private void policy(@Nullable MapNode policy) {
    if (policy == null) {
      return;
    }
    clientTls(policy.map("tls"));
    locality(policy.mapAt("loadBalancer", "localityLbSetting"));
    for (MapNode port : policy.maps("portLevelSettings")) {
      clientTls(port.map("tls"));
      locality(port.mapAt("loadBalancer", "localityLbSetting"));
    }
  }

  private void clientTls(@Nullable MapNode tls) {
    String mode = tls == null ? null : tls.text("mode");
    if (tls == null || mode == null) {
      return;
    }
    boolean own = tls.text("clientCertificate") != null || tls.text("privateKey") != null;
    boolean secret = tls.text("credentialName") != null;
    if (mode.equals("MUTUAL") && !secret) {
      if (tls.text("clientCertificate") == null || tls.text("privateKey") == null) {
        add(
            tls.place(),
            "tls mode MUTUAL needs a credentialName, or clientCertificate and privateKey");
      }
    } else if (secret
        && (mode.equals("MUTUAL") || mode.equals("SIMPLE"))
        && (own || tls.text("caCertificates") != null)) {
      add(tls.placeOf("credentialName"), "beside a credentialName no certificates may be given");
    }
  }

  private void locality(@Nullable MapNode setting) {
    if (setting == null) {
      return;
    }
    for (MapNode entry : setting.maps("distribute")) {
      MapNode to = entry.map("to");
      long sum = 0;
      for (Object weight : to == null ? List.of() : to.values()) {
        sum += weight instanceof Long number ? number : 0;
      }
      if (to != null && sum != 100) {
        add(entry.placeOf("to"), "the weights of a distribution make " + sum + ", not 100");
      }
    }
    for (MapNode entry : setting.maps("failover")) {
      String from = entry.text("from");
      if (from != null && from.equals(entry.text("to"))) {
        add(entry.placeOf("to"), "a failover leads from " + from + " to itself");
      }
    }
  }

  // --- Sidecar
  // ---------------------------------------------------------------------------------------

  private void sidecar() {
    Set<Long> ports = new HashSet<>();
    for (MapNode listener : spec.maps("ingress")) {
      MapNode port = listener.map("port");
      Long number = port == null ? null : port.integer("number");
      if (port != null && number != null && !ports.add(number)) {
        add(port.placeOf("number"), "two ingress listeners have port " + number);
      }
    }
  }
}
