package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IstioObjectsTest {
  private static String entry(String name, String protocol, String exportTo) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: %s, namespace: shop}
        spec:
          hosts: [api.example.com]
          exportTo: ["%s"]
          ports:
          - {number: 443, name: p, protocol: %s}
        """
        .formatted(name, exportTo, protocol);
  }

  private static List<EntryRival> rivals(String... entries) {
    Mesh mesh = Given.mesh(String.join("---\n", entries));
    int last = mesh.graph().objects().size() - 1;
    return mesh.objects().entryRivals().of(mesh.graph().objects().get(last));
  }

  @Test
  void serviceEntriesThatDisagreeAboutAProtocolAreRivals() {
    List<EntryRival> found = rivals(entry("a", "TLS", "*"), entry("b", "http", "*"));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).isConflict()).isTrue();
    assertThat(found.get(0).otherProtocol()).isEqualTo("TLS");
  }

  @Test
  void serviceEntriesForOtherClientsAreNoRivals() {
    assertThat(rivals(entry("a", "TLS", "web"), entry("b", "HTTP", "data"))).isEmpty();
  }

  private static List<IstioAnnotation> annotations(String key, String value) {
    Mesh mesh =
        Given.mesh(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations: {%s: "%s"}
            spec:
              containers:
              - {name: web, image: web}
            """
                .formatted(key, value));
    return mesh.objects().annotations().of(mesh.graph().objects().get(0), mesh.graph());
  }

  @Test
  void aPortListTakesPortsOnly() {
    String key = "traffic.sidecar.istio.io/excludeInboundPorts";

    assertThat(annotations(key, "80,90").get(0).problem()).isNull();
    assertThat(annotations(key, "80,http").get(0).problem()).contains("http");
    assertThat(annotations(key, "70000").get(0).problem()).contains("70000");
  }

  @Test
  void anUnknownAnnotationHasASimilarOne() {
    IstioAnnotation found = annotations("sidecar.istio.io/proxyCPUs", "1").get(0);

    assertThat(found.known()).isFalse();
    assertThat(found.similar()).isEqualTo("sidecar.istio.io/proxyCPU");
  }

  @Test
  void otherAnnotationsAreNotIstios() {
    assertThat(annotations("example.com/istio.io", "1")).isEmpty();
  }
}
