package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's port accepts by the PeerAuthentications that hold for it. It is what the
 * policies say; on pods without a proxy they have no effect.
 *
 * @param mode the mode
 * @param level which policy decides
 * @param policy the PeerAuthentication that decides; null where none does
 * @param place where it says the mode; null where none does
 * @param known whether the input shows the policies and decides among them
 * @param reason what decides, as a clause
 * @param rivals other policies of the level that decides, of which the oldest in the cluster wins
 */
public record MtlsMode(
    Mode mode,
    Level level,
    @Nullable KubeObject policy,
    @Nullable Place place,
    boolean known,
    String reason,
    List<KubeObject> rivals) {
  /** Copies the rivals. */
  public MtlsMode {
    rivals = List.copyOf(rivals);
  }

  /** What a port accepts. */
  public enum Mode {
    /** Plaintext only. */
    DISABLE,
    /** Both. */
    PERMISSIVE,
    /** mTLS only. */
    STRICT
  }

  /** Which policy decides, the weakest first. */
  public enum Level {
    /** None. */
    DEFAULT,
    /** The one without selector in the root namespace. */
    MESH,
    /** The one without selector in the workload's namespace. */
    NAMESPACE,
    /** One that selects the workload. */
    WORKLOAD,
    /** {@code portLevelMtls} of one that selects the workload. */
    PORT
  }

  /** Whether only mTLS is accepted. */
  public Known strict() {
    return is(Mode.STRICT);
  }

  /** Whether only plaintext is accepted. */
  public Known disabled() {
    return is(Mode.DISABLE);
  }

  private Known is(Mode wanted) {
    return known ? Known.of(mode == wanted) : Known.UNKNOWN;
  }
}
