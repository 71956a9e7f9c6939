package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.MtlsMode.Level;
import meshlint.mesh.MtlsMode.Mode;
import org.jspecify.annotations.Nullable;

/**
 * The PeerAuthentications of a world and which of them decide (pilot/pkg/model/authentication.go,
 * pilot/pkg/security/authn/policy_applier.go ComposePeerAuthentication).
 */
final class PeerAuthentications {
  private final boolean known;
  private final String root;
  private final Map<String, List<KubeObject>> wide = new HashMap<>();
  private final Map<String, List<KubeObject>> selecting = new HashMap<>();

  PeerAuthentications(ObjectGraph graph, Mesh mesh) {
    this.known = graph.knows(Kinds.PEER_AUTHENTICATION);
    this.root = mesh.config().rootNamespace();
    for (KubeObject policy : Age.sorted(graph.objectsOf(Kinds.PEER_AUTHENTICATION))) {
      if (mesh.isRead(policy).isNo() || mesh.isDiscovered(policy.namespace()).isNo()) {
        continue;
      }
      if (selector(policy) == null) {
        wide.computeIfAbsent(policy.namespace(), k -> new ArrayList<>()).add(policy);
      } else if (!policy.namespace().equals(root)) {
        // With a selector, a policy in the root namespace holds for nobody.
        selecting.computeIfAbsent(policy.namespace(), k -> new ArrayList<>()).add(policy);
      }
    }
  }

  /** The selector of a policy; null for one that holds for its whole namespace or mesh. */
  static @Nullable LabelSelector selector(KubeObject policy) {
    MapNode written = policy.root().mapAt("spec", "selector");
    LabelSelector selector = written == null ? null : LabelSelector.parse(written);
    return selector == null || selector.isEmpty() ? null : selector;
  }

  /** The mode of a namespace, without policies that select workloads. */
  MtlsMode ofNamespace(String namespace) {
    MtlsMode mode =
        new MtlsMode(
            Mode.PERMISSIVE,
            Level.DEFAULT,
            null,
            null,
            known,
            "no PeerAuthentication says otherwise, so plaintext and mTLS are both accepted",
            List.of());
    mode = overridden(mode, wide.getOrDefault(root, List.of()), Level.MESH);
    return namespace.equals(root)
        ? mode
        : overridden(mode, wide.getOrDefault(namespace, List.of()), Level.NAMESPACE);
  }

  /** The mode of a workload where no port-level mode holds. */
  MtlsMode of(Workload workload) {
    return overridden(ofNamespace(workload.namespace()), selectingOf(workload), Level.WORKLOAD);
  }

  /**
   * The mode of one of a workload's ports.
   *
   * @param port the port of the pod, not of a Service
   */
  MtlsMode of(Workload workload, int port) {
    MtlsMode mode = of(workload);
    List<KubeObject> policies = selectingOf(workload);
    if (policies.isEmpty()) {
      return mode;
    }
    KubeObject policy = policies.get(0);
    MapNode levels = policy.root().mapAt("spec", "portLevelMtls");
    MapNode entry = levels == null ? null : levels.map(Integer.toString(port));
    Mode written = entry == null ? null : mode(entry.text("mode"));
    if (entry == null || written == null) {
      return mode;
    }
    List<KubeObject> rivals = policies.subList(1, policies.size());
    return new MtlsMode(
        written,
        Level.PORT,
        policy,
        entry.placeOf("mode"),
        known && decided(policy, rivals),
        policy + " sets " + written + " for port " + port,
        rivals);
  }

  private List<KubeObject> selectingOf(Workload workload) {
    List<KubeObject> out = new ArrayList<>();
    for (KubeObject policy : selecting.getOrDefault(workload.namespace(), List.of())) {
      LabelSelector selector = selector(policy);
      if (selector != null && workload.selectedBy(selector)) {
        out.add(policy);
      }
    }
    return out;
  }

  /** The mode after the oldest policy of a level has had its say. */
  private static MtlsMode overridden(MtlsMode mode, List<KubeObject> policies, Level level) {
    if (policies.isEmpty()) {
      return mode;
    }
    KubeObject policy = policies.get(0);
    List<KubeObject> rivals = policies.subList(1, policies.size());
    boolean known = mode.known() && decided(policy, rivals);
    MapNode mtls = policy.root().mapAt("spec", "mtls");
    Mode written = mtls == null ? null : mode(mtls.text("mode"));
    if (mtls == null || written == null) {
      return new MtlsMode(
          mode.mode(),
          mode.level(),
          mode.policy(),
          mode.place(),
          known,
          mode.reason(),
          mode.rivals());
    }
    Place place = mtls.placeOf("mode");
    String whole = level == Level.MESH ? " for the whole mesh" : "";
    return new MtlsMode(
        written, level, policy, place, known, policy + " sets " + written + whole, rivals);
  }

  /** Whether it makes no difference, or is clear, which of several policies is the oldest. */
  private static boolean decided(KubeObject first, List<KubeObject> rivals) {
    Object says = first.root().at("spec", "mtls", "mode");
    Object ports = first.root().at("spec", "portLevelMtls");
    for (KubeObject rival : rivals) {
      boolean same =
          Objects.equals(says, rival.root().at("spec", "mtls", "mode"))
              && Objects.equals(ports, rival.root().at("spec", "portLevelMtls"));
      if (!same && !Age.decides(first, rival)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Mode mode(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "STRICT" -> Mode.STRICT;
      case "PERMISSIVE" -> Mode.PERMISSIVE;
      case "DISABLE" -> Mode.DISABLE;
      default -> null;
    };
  }
}
