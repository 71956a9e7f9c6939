package meshlint.mesh;

import java.util.List;
import java.util.Map;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.Version;
import meshlint.graph.Workload;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * An istiod that the input shows.
 *
 * @param workload its Deployment
 * @param discovery its {@code discovery} container
 */
public record Istiod(Workload workload, Container discovery) {
  /** The istiod that a workload is; null for any other workload. */
  public static @Nullable Istiod of(Workload workload) {
    if (!workload.object().kind().equals(Kinds.DEPLOYMENT)) {
      return null;
    }
    boolean labelled =
        "istiod".equals(workload.label("app")) || "pilot".equals(workload.label("istio"));
    for (Container container : workload.containers()) {
      boolean pilot = imageName(container.image()).equals("pilot");
      if ((container.name().equals("discovery") && (labelled || pilot))
          || (pilot && container.commandLine().contains("discovery"))) {
        return new Istiod(workload, container);
      }
    }
    return null;
  }

  /**
   * The revision it serves: its {@code REVISION} variable, else its {@code istio.io/rev} label;
   * {@code default} where it has none (pilot/pkg/bootstrap/options.go).
   */
  public String revision() {
    MapNode env = discovery.env("REVISION");
    String written = env == null ? null : env.text("value");
    if (written == null) {
      written = workload.label(IstioLabels.REVISION);
    }
    if (written == null) {
      written = workload.object().label(IstioLabels.REVISION);
    }
    return written == null || written.isEmpty() ? "default" : written;
  }

  /** Istio's version by the image tag; null where the tag is no version. */
  public @Nullable Version version() {
    return imageVersion(discovery.image());
  }

  /** The version that the tag of an image says; null where it says none. */
  static @Nullable Version imageVersion(String image) {
    int colon = image.lastIndexOf(':');
    if (colon < 0 || image.indexOf('/', colon) >= 0) {
      return null;
    }
    try {
      return Version.parse(image.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The last segment of an image's repository: {@code pilot} for {@code docker.io/istio/pilot:1}.
   */
  static String imageName(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    int end = name.indexOf('@') >= 0 ? name.indexOf('@') : name.length();
    int colon = name.indexOf(':');
    return name.substring(0, colon >= 0 && colon < end ? colon : end);
  }

  /** The value of an environment variable; null where it is not set to a literal. */
  public @Nullable String env(String variable) {
    MapNode entry = discovery.env(variable);
    return entry == null ? null : entry.text("value");
  }

  /** The mapping of an environment variable; null where it is not set. */
  public @Nullable MapNode envEntry(String variable) {
    return discovery.env(variable);
  }

  /** A command-line option with its place, see {@link #option(Container, String)}. */
  public Map.@Nullable Entry<String, Place> option(String name) {
    return option(discovery, name);
  }

  /**
   * A long option of a container, in both forms: {@code --name value} as two arguments, and {@code
   * --name=value} as one.
   *
   * @return its value and where that stands; null where it is not given
   */
  static Map.@Nullable Entry<String, Place> option(Container container, String name) {
    Map.Entry<String, Place> found = null;
    for (String key : List.of("command", "args")) {
      ListNode list = container.node().list(key);
      if (list == null) {
        continue;
      }
      for (int i = 0; i < list.size(); i++) {
        String argument = String.valueOf(list.get(i));
        // As in Go's flag parsing, the last one wins.
        if (argument.startsWith("--" + name + "=")) {
          found = Map.entry(argument.substring(name.length() + 3), list.placeOf(i));
        } else if (argument.equals("--" + name) && i + 1 < list.size()) {
          found = Map.entry(String.valueOf(list.get(i + 1)), list.placeOf(i + 1));
        }
      }
    }
    return found;
  }
}
