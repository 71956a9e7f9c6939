package meshlint.graph;

import java.util.ArrayList;
import java.util.List;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod template.
 *
 * @param node its mapping
 * @param name its name; empty where the manifest has none
 * @param init whether it stands under {@code initContainers}
 */
public record Container(MapNode node, String name, boolean init) {
  /** The image as written; empty where the manifest has none. */
  public String image() {
    String image = node.text("image");
    return image == null ? "" : image;
  }

  /**
   * Whether it runs beside the app: a regular container, or an init container that keeps running.
   */
  public boolean runsAlongside() {
    return !init || "Always".equals(node.text("restartPolicy"));
  }

  /** Its declared ports. */
  public List<ContainerPort> ports() {
    List<ContainerPort> out = new ArrayList<>();
    for (MapNode port : node.maps("ports")) {
      Long number = port.integer("containerPort");
      if (number != null) {
        String protocol = port.text("protocol");
        out.add(
            new ContainerPort(
                port, port.text("name"), number.intValue(), protocol == null ? "TCP" : protocol));
      }
    }
    return out;
  }

  /** Its command and arguments, in order, as text. */
  public List<String> commandLine() {
    List<String> out = new ArrayList<>();
    for (String key : List.of("command", "args")) {
      ListNode list = node.list(key);
      if (list != null) {
        for (Object item : list) {
          out.add(item.toString());
        }
      }
    }
    return out;
  }

  /** The mapping of an environment variable; null where the container sets none of that name. */
  public @Nullable MapNode env(String variable) {
    for (MapNode entry : node.maps("env")) {
      if (variable.equals(entry.text("name"))) {
        return entry;
      }
    }
    return null;
  }

  /**
   * A probe ({@code livenessProbe}, {@code readinessProbe}, {@code startupProbe}); null if unset.
   */
  public @Nullable MapNode probe(String field) {
    return node.map(field);
  }

  /**
   * A port that a container declares.
   *
   * @param node its mapping
   * @param name its name; null where it has none
   * @param number the port number
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; TCP where the manifest has none
   */
  public record ContainerPort(MapNode node, @Nullable String name, int number, String protocol) {}
}
