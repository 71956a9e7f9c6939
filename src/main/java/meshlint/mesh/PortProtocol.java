package meshlint.mesh;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.graph.ServicePort;
import org.jspecify.annotations.Nullable;

/**
 * What Istio takes the traffic of a port for (pkg/config/kube/conversion.go ConvertProtocol,
 * pkg/config/protocol/instance.go).
 */
public enum PortProtocol {
  /** Opaque bytes. */
  TCP,
  /** Not proxied. */
  UDP,
  /** gRPC. */
  GRPC,
  /** gRPC for browsers. */
  GRPC_WEB,
  /** HTTP/1.1. */
  HTTP,
  /** HTTP through a forward proxy. */
  HTTP_PROXY,
  /** HTTP/2. */
  HTTP2,
  /** TLS that Istio does not terminate, routed by SNI. */
  HTTPS,
  /** TLS that Istio does not terminate, routed by SNI. */
  TLS,
  /** MongoDB. */
  MONGO,
  /** Redis. */
  REDIS,
  /** MySQL. */
  MYSQL,
  /** Nothing declared: Istio looks at the first bytes. */
  AUTO;

  private static final Map<String, PortProtocol> BY_NAME =
      Map.ofEntries(
          Map.entry("tcp", TCP),
          Map.entry("udp", UDP),
          Map.entry("grpc", GRPC),
          Map.entry("grpc-web", GRPC_WEB),
          Map.entry("http", HTTP),
          Map.entry("http_proxy", HTTP_PROXY),
          Map.entry("http2", HTTP2),
          Map.entry("https", HTTPS),
          Map.entry("tls", TLS),
          Map.entry("mongo", MONGO),
          Map.entry("redis", REDIS),
          Map.entry("mysql", MYSQL));

  /** Ports of protocols in which the server speaks first: never looked into. */
  private static final Set<Integer> WELL_KNOWN_TCP = Set.of(25, 53, 3306, 27017);

  /** The protocol of a Service's port: by its appProtocol, else its name, else its number. */
  public static PortProtocol of(ServicePort port) {
    return of(port.port(), port.name(), port.protocol(), port.appProtocol());
  }

  /** The protocol of a Service's port as it would be without an appProtocol. */
  public static PortProtocol byName(ServicePort port) {
    return of(port.port(), port.name(), port.protocol(), null);
  }

  static PortProtocol of(
      int number, @Nullable String name, String protocol, @Nullable String appProtocol) {
    if (protocol.equals("UDP")) {
      return UDP;
    }
    String word = name == null ? "" : name;
    if (appProtocol != null) {
      // An appProtocol hides the name altogether, even one that says nothing to Istio.
      switch (appProtocol) {
        case "kubernetes.io/h2c" -> {
          return HTTP2;
        }
        case "kubernetes.io/ws" -> {
          return HTTP;
        }
        case "kubernetes.io/wss" -> {
          return HTTPS;
        }
        default -> word = appProtocol;
      }
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.startsWith("grpc-web")) {
      return GRPC_WEB;
    }
    int dash = lower.indexOf('-');
    PortProtocol declared = BY_NAME.get(dash < 0 ? lower : lower.substring(0, dash));
    if (declared != null) {
      return declared;
    }
    return WELL_KNOWN_TCP.contains(number) ? TCP : AUTO;
  }

  /**
   * The protocol of a ServiceEntry's, Sidecar's or Gateway's port: its {@code protocol} field as a
   * whole, whatever the port's name and number (serviceentry/conversion.go convertPort).
   */
  public static PortProtocol ofField(@Nullable String protocol) {
    return protocol == null ? AUTO : BY_NAME.getOrDefault(protocol.toLowerCase(Locale.ROOT), AUTO);
  }

  /** Whether Istio routes its requests one by one. */
  public boolean isHttp() {
    return this == HTTP || this == HTTP2 || this == GRPC || this == GRPC_WEB || this == HTTP_PROXY;
  }

  /** Whether Istio routes its connections as a whole, by SNI where it is TLS. */
  public boolean isTcp() {
    return this == TCP || isTls() || this == MONGO || this == REDIS || this == MYSQL;
  }

  /** Whether the app does TLS itself and Istio routes by SNI. */
  public boolean isTls() {
    return this == HTTPS || this == TLS;
  }

  /** Whether nothing is declared and Istio looks at the first bytes. */
  public boolean isAuto() {
    return this == AUTO;
  }
}
