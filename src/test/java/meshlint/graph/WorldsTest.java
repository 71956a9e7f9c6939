package meshlint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ManifestLoader;
import org.junit.jupiter.api.Test;

class WorldsTest {
  private final List<KubeObject> objects = new ArrayList<>();

  @Test
  void anInputThatRedefinesNothingIsOneWorld() {
    file("shop/web.yaml", service("web", "", "1"));
    file("shop/db.yaml", service("db", "", "1"));
    file("infra/namespaces.yaml", namespace("shop"));
    assertThat(worlds()).containsExactly(Map.entry("", "db shop web"));
  }

  @Test
  void environmentsAreWorldsAndShareTheRest() {
    file("k8s/base.yaml", service("web", "", "1"));
    file("k8s/dev/db.yaml", service("db", "", "1"));
    file("k8s/prod/db.yaml", service("db", "", "2"));
    assertThat(worlds())
        .containsExactly(Map.entry("k8s/dev", "db web"), Map.entry("k8s/prod", "db web"));
  }

  @Test
  void copiesOfOneTextLiveInOneWorld() {
    file("a/account.yaml", service("web", "", "1"));
    file("b/account.yaml", service("web", "", "1"));
    assertThat(worlds()).hasSize(1);
  }

  @Test
  void aNamespaceWrittenAgainMakesNoOtherWorld() {
    file("a/all.yaml", namespace("shop"), service("web", "shop", "1"));
    file("b/all.yaml", namespace("shop") + "  labels: {a: b}\n", service("db", "shop", "1"));
    assertThat(worlds()).hasSize(1);
  }

  @Test
  void environmentsOfTheSameNameInTwoPlacesAreOneWorld() {
    file("cart/dev/cart.yaml", service("cart", "", "1"));
    file("cart/prod/cart.yaml", service("cart", "", "2"));
    file("web/dev/web.yaml", service("web", "", "1"));
    file("web/prod/web.yaml", service("web", "", "2"));
    assertThat(worlds())
        .containsExactly(Map.entry("cart/dev", "cart web"), Map.entry("cart/prod", "cart web"));
  }

  @Test
  void variantsOfOneFileGoTogetherAsFarAsTheyCan() {
    file("demo/app.yaml", service("app", "", "1"));
    file("demo/blue-v1.yaml", service("blue", "", "1"));
    file("demo/blue-v2.yaml", service("blue", "", "2"));
    file("demo/red-v1.yaml", service("red", "", "1"));
    file("demo/red-v2.yaml", service("red", "", "2"));
    assertThat(worlds())
        .containsExactly(
            Map.entry("demo/blue-v1.yaml", "app blue red"),
            Map.entry("demo/blue-v2.yaml", "app blue red"));
  }

  @Test
  void aDemoThatRedefinesNothingIsNotMixedIntoItsNeighbours() {
    file("demos/one/all.yaml", service("web", "", "1"));
    file("demos/two/all.yaml", service("web", "", "2"));
    file("demos/three/all.yaml", service("other", "", "1"));
    assertThat(worlds())
        .containsExactly(
            Map.entry("demos/one", "web"),
            Map.entry("demos/three", "other"),
            Map.entry("demos/two", "web"));
  }

  @Test
  void aFolderBelongsWithTheAlternativesThatNameItsNamespace() {
    file("teams/one/all.yaml", service("web", "shop", "1"));
    file("teams/two/all.yaml", service("web", "shop", "2"));
    file("teams/data/all.yaml", service("db", "shop", "1"));
    file("teams/other/all.yaml", service("x", "elsewhere", "1"));
    assertThat(worlds())
        .containsEntry("teams/one", "db web")
        .containsEntry("teams/two", "db web")
        .containsEntry("teams/other", "x");
  }

  @Test
  void theControlPlaneBelongsToEveryWorld() {
    file(
        "all/mesh/strict.yaml",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata:
          name: strict
          namespace: istio-system
        """);
    file("all/one/a.yaml", service("web", "", "1"));
    file("all/two/a.yaml", service("web", "", "2"));
    assertThat(worlds())
        .containsExactly(Map.entry("all/one", "strict web"), Map.entry("all/two", "strict web"));
  }

  private Map<String, String> worlds() {
    Map<String, String> out = new TreeMap<>();
    for (World world : Worlds.of(objects)) {
      out.put(
          world.name(),
          world.objects().stream().map(KubeObject::name).sorted().collect(Collectors.joining(" ")));
    }
    return out;
  }

  private void file(String path, String... documents) {
    objects.addAll(ManifestLoader.loadText(path, String.join("---\n", documents)).objects());
  }

  private static String namespace(String name) {
    return "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + name + "\n";
  }

  private static String service(String name, String namespace, String port) {
    return "apiVersion: v1\nkind: Service\nmetadata:\n  name: "
        + name
        + "\n"
        + (namespace.isEmpty() ? "" : "  namespace: " + namespace + "\n")
        + "spec:\n  ports:\n  - port: "
        + port
        + "\n";
  }
}
