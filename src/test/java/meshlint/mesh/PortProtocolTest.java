package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortProtocolTest {
  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource({
    "80,   http,         TCP, , HTTP",
    "80,   HTTP-web,     TCP, , HTTP",
    "80,   http2,        TCP, , HTTP2",
    "80,   httpx,        TCP, , AUTO",
    "80,   web,          TCP, , AUTO",
    "80,   ,             TCP, , AUTO",
    "80,   grpc-api,     TCP, , GRPC",
    "80,   grpc-web-api, TCP, , GRPC_WEB",
    "80,   grpc-website, TCP, , GRPC_WEB",
    "80,   tcp-http,     TCP, , TCP",
    "3306, mysql-db,     TCP, , MYSQL",
    "3306, db,           TCP, , TCP",
    "3306, http-db,      TCP, , HTTP",
    "5432, db,           TCP, , AUTO",
    "53,   http,         UDP, , UDP",
    "80,   tcp-x,        TCP, http, HTTP",
    "80,   tcp-x,        TCP, postgres, AUTO",
    "80,   http,         TCP, '', AUTO",
    "80,   tcp-x,        TCP, kubernetes.io/h2c, HTTP2",
    "80,   tcp-x,        TCP, kubernetes.io/wss, HTTPS",
    "80,   tcp-x,        TCP, kubernetes.io/foo, AUTO",
    "80,   tls,          TCP, , TLS",
  })
  void aServicesPortSaysItsProtocol(
      int number, String name, String protocol, String appProtocol, PortProtocol expected) {
    assertThat(PortProtocol.of(number, name, protocol, appProtocol)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"HTTP, HTTP", "http-web, AUTO", ", AUTO", "TLS, TLS", "GRPC-WEB, GRPC_WEB"})
  void aServiceEntrysPortHasAField(String written, PortProtocol expected) {
    assertThat(PortProtocol.ofField(written)).isEqualTo(expected);
  }
}
