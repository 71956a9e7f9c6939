package meshlint.schemagen;

import java.nio.file.Path;
import java.util.List;

/** The published modules that the bundle is made of, and where the Go module cache keeps them. */
record Sources(Path moduleCache) {
  /** The minor versions of Kubernetes; the patch version .0 of each is read. */
  static final int KUBERNETES_FIRST = 28;

  static final int KUBERNETES_LAST = 36;

  /** One version of istio.io/api for each minor version of Istio, oldest first. */
  static final List<String> ISTIO =
      List.of(
          "1.20.0", "1.21.0", "1.22.0", "1.23.0", "1.24.2", "1.25.0", "1.26.0", "1.27.0", "1.28.0",
          "1.29.2", "1.30.2", "1.31.1");

  /** Releases of sigs.k8s.io/gateway-api, oldest first. */
  static final List<String> GATEWAY =
      List.of("1.1.0", "1.2.1", "1.3.0", "1.4.1", "1.5.1", "1.6.3", "1.7.0");

  Path swagger(int minor) {
    return module("k8s.io/kubernetes", "1." + minor + ".0").resolve("api/openapi-spec/swagger.json");
  }

  /** The Go types behind the Kubernetes definitions: enums and the life of API versions. */
  Path goTypes(String module, int minor) {
    return module(module, "0." + minor + ".0");
  }

  Path istio(String version) {
    return module("istio.io/api", version).resolve("kubernetes/customresourcedefinitions.gen.yaml");
  }

  /** The folder of a channel, {@code standard} or {@code experimental}. */
  Path gateway(String version, String channel) {
    return module("sigs.k8s.io/gateway-api", version).resolve("config/crd").resolve(channel);
  }

  private Path module(String name, String version) {
    return moduleCache.resolve(name + "@v" + version);
  }
}
