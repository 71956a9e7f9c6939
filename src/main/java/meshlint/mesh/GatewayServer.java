package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A server of a Gateway of Istio.
 *
 * @param gateway the Gateway
 * @param index its index in {@code spec.servers}
 * @param node its mapping
 * @param port the port it listens on, which is one of the gateway pods; 0 where the manifest has
 *     none
 * @param protocol the protocol as written, in upper case; empty where the manifest has none
 * @param tlsMode the TLS mode as written; empty where it has no {@code tls}
 * @param hosts its hosts as written, with or without a namespace before a slash
 * @param bind the address it listens on; empty for all
 */
public record GatewayServer(
    KubeObject gateway,
    int index,
    MapNode node,
    int port,
    String protocol,
    String tlsMode,
    List<String> hosts,
    String bind) {
  /** Copies the hosts. */
  public GatewayServer {
    hosts = List.copyOf(hosts);
  }

  static List<GatewayServer> of(KubeObject gateway) {
    List<GatewayServer> out = new ArrayList<>();
    MapNode spec = gateway.spec();
    if (spec == null) {
      return out;
    }
    for (MapNode node : spec.maps("servers")) {
      MapNode port = node.map("port");
      Long number = port == null ? null : port.integer("number");
      String protocol = port == null ? null : port.text("protocol");
      MapNode tls = node.map("tls");
      String mode = tls == null ? null : tls.text("mode");
      ListNode hosts = node.list("hosts");
      String bind = node.text("bind");
      out.add(
          new GatewayServer(
              gateway,
              out.size(),
              node,
              number == null ? 0 : number.intValue(),
              protocol == null ? "" : protocol.toUpperCase(Locale.ROOT),
              // An absent mode is the enum's zero.
              tls == null ? "" : mode == null ? "PASSTHROUGH" : mode,
              hosts == null ? List.of() : hosts.strings(),
              bind == null ? "" : bind));
    }
    return out;
  }

  /** Whether it is the same server of the same Gateway. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GatewayServer server
        && gateway.equals(server.gateway)
        && index == server.index;
  }

  @Override
  public int hashCode() {
    return 31 * gateway.hashCode() + index;
  }

  /** Whether TLS goes through it unopened. */
  public boolean isPassthrough() {
    return tlsMode.endsWith("PASSTHROUGH");
  }

  /**
   * Which routes of a VirtualService it uses: {@code http}, {@code tls} or {@code tcp}
   * (pilot/pkg/networking/core/gateway.go).
   */
  public String routes() {
    return switch (protocol) {
      case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> "http";
      case "HTTPS" -> isPassthrough() ? "tls" : "http";
      case "TLS" -> isPassthrough() ? "tls" : "tcp";
      default -> "tcp";
    };
  }

  /** Whether one listener can serve it and another server. */
  boolean sharesPort(GatewayServer other) {
    String own = transport();
    return own.isEmpty()
        || other.transport().isEmpty()
        || (own.equals(other.transport()) && !own.equals("TCP"));
  }

  /** {@code HTTP}, {@code TLS} or {@code TCP}; empty where the manifest does not say it. */
  private String transport() {
    return switch (protocol) {
      case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> "HTTP";
      case "HTTPS", "TLS" -> "TLS";
      case "TCP", "MONGO" -> tlsMode.isEmpty() ? "TCP" : "TLS";
      default -> "";
    };
  }

  /** Whether it only sends HTTP clients to HTTPS. */
  public boolean redirectsToHttps() {
    return Boolean.TRUE.equals(node.at("tls", "httpsRedirect"));
  }

  /** The name of the Secret with its certificate; null where it has none. */
  public @Nullable String credentialName() {
    return node.at("tls", "credentialName") instanceof String name ? name : null;
  }

  /** Where a field of its {@code tls} stands. */
  public Place tlsPlace(String field) {
    MapNode tls = node.map("tls");
    return tls == null ? node.place() : tls.placeOf(field);
  }

  /** Where its port's number stands. */
  public Place portPlace() {
    MapNode written = node.map("port");
    return written == null ? node.place() : written.placeOf("number");
  }

  /** The places of its hosts, in order. */
  public List<Place> hostPlaces() {
    List<Place> out = new ArrayList<>();
    ListNode written = node.list("hosts");
    for (int i = 0; written != null && i < written.size(); i++) {
      out.add(written.placeOf(i));
    }
    return out;
  }

  /** Whether one of its hosts admits a host of a VirtualService of a namespace. */
  public boolean admits(String host, String namespace) {
    for (String own : hosts) {
      if (admitsNamespace(own, namespace) && Hosts.overlap(dnsName(own), host)) {
        return true;
      }
    }
    return false;
  }

  private boolean admitsNamespace(String own, String namespace) {
    int slash = own.indexOf('/');
    if (slash < 0) {
      return true;
    }
    String wanted = own.substring(0, slash);
    return wanted.equals("*")
        || wanted.equals(namespace)
        || (wanted.equals(".") && namespace.equals(gateway.namespace()));
  }

  /** A server's host without the namespace before it. */
  static String dnsName(String host) {
    return host.substring(host.indexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
