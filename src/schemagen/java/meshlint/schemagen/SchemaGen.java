package meshlint.schemagen;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the schema bundle from the official files; see docs/schemas.md. */
public final class SchemaGen {
  private SchemaGen() {}

  /**
   * Runs the generator.
   *
   * @param args the Go module cache to read from, the folder to write, and optionally {@code
   *     check}: compare the bundle on the class path with the sources instead
   */
  public static void main(String[] args) {
    Sources sources = new Sources(Path.of(args[0]));
    if (args.length > 2 && args[2].equals("check")) {
      int differences = BundleCheck.run(sources);
      System.out.println(differences + " differences");
      System.exit(differences == 0 ? 0 : 1);
    }
    Bundle bundle = new Bundle();
    Map<String, GoTypes.Life> lives = new TreeMap<>();
    // Oldest first: what newer sources say about an API version wins, what they dropped stays.
    for (int minor = Sources.KUBERNETES_FIRST; minor <= Sources.KUBERNETES_LAST; minor++) {
      for (String module : Kubernetes.MODULES) {
        lives.putAll(GoTypes.lives(sources.goTypes(module, minor)));
      }
    }
    bundle.add(Kubernetes.read(sources), lives);
    bundle.add(Crds.istio(sources), Map.of());
    bundle.add(Crds.gateway(sources), Map.of());
    bundle.write(Path.of(args[1]));
  }
}
