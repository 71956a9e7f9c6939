package meshlint.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.manifest.ListNode;
import org.jspecify.annotations.Nullable;

/** What the API server asks of Services, Ingresses and NetworkPolicies. */
final class ServiceChecks {
  private final int minor;

  /** Checks for a minor version of Kubernetes. */
  ServiceChecks(int minor) {
    this.minor = minor;
  }

  /** The form of a Service's name; Kubernetes 1.36 lets it start with a digit. */
  NameForm serviceName() {
    return minor < 36 ? NameForm.LABEL_1035 : NameForm.LABEL;
  }

  /** Checks a mapping of one of the types of these kinds. */
  void check(String type, Asked it) {
    switch (type) {
      case "ServiceSpec" -> service(it);
      case "ServicePort" -> {
        it.between("port", 1, 65535);
        it.between("nodePort", 0, 65535);
        if (it.has("targetPort")) {
          // Zero stands for the port itself.
          it.port("targetPort");
        }
        it.formed(NameForm.LABEL, "name");
        it.formed(NameForm.QUALIFIED, "appProtocol");
      }
      case "ClientIPConfig" -> it.between("timeoutSeconds", 1, 86400);
      case "IngressSpec" -> {
        if (!it.stands("defaultBackend")) {
          it.needs("rules", "or defaultBackend");
        }
        it.formed(NameForm.SUBDOMAIN, "ingressClassName");
      }
      case "IngressRule" -> {
        String host = it.text("host");
        if (host != null && Formats.isIp(host)) {
          it.malformed("host", "is an address, where a name is asked for", null);
        } else {
          it.formed(NameForm.HOST, "host");
        }
      }
      case "IngressTLS" -> it.eachFormed(NameForm.HOST, "hosts");
      case "HTTPIngressRuleValue" -> it.needs("paths", "");
      case "HTTPIngressPath" -> ingressPath(it);
      case "IngressBackend" -> it.exactlyOne("service", "resource");
      case "IngressServiceBackend" -> {
        it.formed(serviceName(), "name");
        Asked port = it.in("port");
        if (port == null) {
          it.needs("port", "");
        } else {
          port.exactlyOne("name", "number");
        }
      }
      case "ServiceBackendPort" -> {
        it.formed(NameForm.PORT_NAME, "name");
        it.between("number", 1, 65535);
      }
      case "EndpointSlice" -> {
        String family = it.text("addressType");
        for (Asked endpoint : it.each("endpoints")) {
          if ("IPv4".equals(family) || "IPv6".equals(family)) {
            endpoint.addresses("addresses");
          } else {
            endpoint.eachFormed(NameForm.SUBDOMAIN, "addresses");
          }
        }
      }
      case "EndpointPort" -> {
        it.between("port", 1, 65535);
        it.formed(NameForm.LABEL, "name");
      }
      case "NetworkPolicyPeer" -> peer(it);
      case "NetworkPolicyPort" -> policyPort(it);
      case "IPBlock" -> block(it);
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }

  // --- Services ----------------------------------------------------------------------

  private void service(Asked it) {
    String type = Objects.requireNonNullElse(it.text("type"), "ClusterIP");
    boolean placeholder = it.has("type") && it.text("type") == null;
    boolean external = type.equals("ExternalName");
    boolean balanced = type.equals("LoadBalancer");
    boolean headless = "None".equals(it.text("clusterIP"));
    if (!headless && !external) {
      it.needs("ports", "");
    }
    it.labels("selector");
    ports(it, type.equals("ClusterIP") && !placeholder);
    addresses(it, headless);
    if (external) {
      externalName(it);
    } else if (headless && (balanced || type.equals("NodePort"))) {
      it.refuses("clusterIP", "may not be None for type " + type, "remove type, or clusterIP");
    }
    if (!balanced && !placeholder) {
      for (String field :
          List.of(
              "loadBalancerSourceRanges", "loadBalancerClass", "allocateLoadBalancerNodePorts")) {
        if (!(it.map().get(field) instanceof ListNode list) || !list.isEmpty()) {
          it.forbids(field, "for type " + type + ", only for LoadBalancer");
        }
      }
      if (!type.equals("NodePort")
          && it.has("externalTrafficPolicy")
          && !it.stands("externalIPs")) {
        it.forbids(
            "externalTrafficPolicy", "for type " + type + ": nothing reaches it from outside");
      }
    }
    it.oneOfValues(
        "trafficDistribution",
        minor < 34
            ? List.of("PreferClose")
            : List.of("PreferClose", "PreferSameZone", "PreferSameNode"),
        null);
    if (!"ClientIP".equals(it.text("sessionAffinity"))) {
      it.forbids("sessionAffinityConfig", "without sessionAffinity ClientIP");
    }
  }

  private static void ports(Asked it, boolean inside) {
    List<Asked> ports = it.each("ports");
    Map<String, Asked> names = new HashMap<>();
    Asked.distinct(ports, "name", names, port -> port.text("name"));
    Asked.distinct(
        ports,
        "port and protocol",
        new HashMap<>(),
        port -> number(port, "port") == null ? null : number(port, "port") + protocol(port));
    Asked.distinct(
        ports,
        "nodePort",
        new HashMap<>(),
        port ->
            number(port, "nodePort") == null ? null : number(port, "nodePort") + protocol(port));
    for (Asked port : ports) {
      if (ports.size() > 1) {
        port.needs("name", "of a Service with several ports");
      }
      if (inside && port.has("nodePort")) {
        port.forbids("nodePort", "for type ClusterIP");
      }
    }
  }

  private static @Nullable Long number(Asked port, String field) {
    Long number = port.number(field);
    return number == null || number == 0 ? null : number;
  }

  private static String protocol(Asked port) {
    return "/" + Objects.requireNonNullElse(port.text("protocol"), "TCP");
  }

  private static void addresses(Asked it, boolean headless) {
    if (!headless) {
      it.address("clusterIP");
    }
    it.addresses("externalIPs");
    ListNode ranges = it.map().list("loadBalancerSourceRanges");
    for (int i = 0; ranges != null && i < ranges.childCount(); i++) {
      if (ranges.valueAt(i) instanceof String range
          && !Formats.isPlaceholder(range)
          && !Formats.isCidr(range.strip())) {
        it.malformedItem(ranges, i, "is no range of addresses such as 10.0.0.0/8");
      }
    }
  }

  private static void externalName(Asked it) {
    it.needs("externalName", "for type ExternalName");
    String name = it.text("externalName");
    String bare = name != null && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (bare != null && !NameForm.SUBDOMAIN.fits(bare)) {
      it.formed(NameForm.SUBDOMAIN, "externalName");
    }
    if (it.has("clusterIP")) {
      it.forbids("clusterIP", "for type ExternalName");
    }
  }

  // --- Ingresses ---------------------------------------------------------------------

  private static void ingressPath(Asked it) {
    String type = it.text("pathType");
    Object path = it.map().get("path");
    if (type == null) {
      return;
    }
    boolean literal = type.equals("Exact") || type.equals("Prefix");
    if (literal && (path == null || path.equals(""))) {
      it.needs("path", "for pathType " + type);
    }
    String text = it.text("path");
    if (text == null) {
      return;
    }
    if (!text.startsWith("/")) {
      it.malformed("path", "does not start with \"/\"", "write /" + text);
      return;
    }
    if (literal) {
      for (String sequence : List.of("//", "/./", "/../", "%2f", "%2F")) {
        if (text.contains(sequence)) {
          it.malformed("path", "contains \"" + sequence + "\"", null);
          return;
        }
      }
      if (text.endsWith("/..") || text.endsWith("/.")) {
        it.malformed("path", "ends with a dot", null);
      }
    }
  }

  // --- NetworkPolicies ---------------------------------------------------------------

  private static void peer(Asked it) {
    if (it.stands("ipBlock")) {
      it.exclusive("ipBlock", it.stands("podSelector") ? "podSelector" : "namespaceSelector");
    } else if (!it.stands("podSelector") && !it.stands("namespaceSelector")) {
      it.exactlyOne("podSelector", "namespaceSelector", "ipBlock");
    }
  }

  private static void policyPort(Asked it) {
    it.port("port");
    it.between("endPort", 1, 65535);
    Long end = it.number("endPort");
    Long start = it.number("port");
    if (end != null && !it.stands("port")) {
      it.needs("port", "beside endPort");
    } else if (end != null && it.text("port") != null) {
      it.forbids("endPort", "where port is a name");
    } else if (end != null && start != null && end < start && end > 0) {
      it.outOfBounds("endPort", end, "must be at least port, which is " + start);
    }
  }

  private static void block(Asked it) {
    String cidr = it.text("cidr");
    if (cidr != null && !Formats.isCidr(cidr)) {
      String hint =
          Formats.isIp(cidr) ? "write " + cidr + (cidr.contains(":") ? "/128" : "/32") : null;
      it.malformed("cidr", "is no range of addresses such as 10.0.0.0/8", hint);
      return;
    }
    ListNode except = it.map().list("except");
    for (int i = 0; cidr != null && except != null && i < except.childCount(); i++) {
      if (!(except.valueAt(i) instanceof String hole) || Formats.isPlaceholder(hole)) {
        continue;
      }
      if (!Formats.isCidr(hole)) {
        it.malformedItem(except, i, "is no range of addresses such as 10.0.0.0/8");
      } else if (!Formats.isInside(hole, cidr)) {
        it.malformedItem(except, i, "is no part of " + cidr);
      }
    }
  }
}
