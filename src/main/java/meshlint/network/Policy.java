package meshlint.network;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import meshlint.finding.ObjectRef;
import meshlint.graph.LabelSelector;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** A Kubernetes NetworkPolicy, read as the API server defaults it. */
public final class Policy {
  private final KubeObject object;
  private final LabelSelector podSelector;
  private final Set<Direction> directions;
  private final List<Clause> ingress;
  private final List<Clause> egress;

  Policy(KubeObject object) {
    this.object = object;
    MapNode spec = object.spec();
    this.podSelector = LabelSelector.parse(spec == null ? null : spec.map("podSelector"));
    this.ingress = clauses(spec, Direction.INGRESS);
    this.egress = clauses(spec, Direction.EGRESS);
    this.directions = directions(spec, !egress.isEmpty());
  }

  /**
   * What the policy isolates. Absent or empty {@code policyTypes} mean ingress, and egress where
   * there is an egress clause (pkg/apis/networking/v1/defaults.go).
   */
  private static Set<Direction> directions(@Nullable MapNode spec, boolean hasEgress) {
    ListNode types = spec == null ? null : spec.list("policyTypes");
    if (types == null || types.isEmpty()) {
      return hasEgress ? Set.of(Direction.INGRESS, Direction.EGRESS) : Set.of(Direction.INGRESS);
    }
    Set<Direction> out = EnumSet.noneOf(Direction.class);
    for (Direction direction : Direction.values()) {
      if (types.strings().contains(direction.policyType())) {
        out.add(direction);
      }
    }
    return Set.copyOf(out);
  }

  private List<Clause> clauses(@Nullable MapNode spec, Direction direction) {
    ListNode list = spec == null ? null : spec.list(direction.field());
    if (list == null) {
      return List.of();
    }
    List<Clause> out = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      // A list item that YAML leaves empty (`-`) is the zero clause, which allows everything.
      if (list.valueAt(i) instanceof MapNode node) {
        out.add(Clause.of(this, direction, i, node));
      } else if (list.valueAt(i) == null) {
        out.add(new Clause(this, direction, i, null, List.of(), List.of()));
      }
    }
    return List.copyOf(out);
  }

  /** The object. */
  public KubeObject object() {
    return object;
  }

  /** Its identity. */
  public ObjectRef ref() {
    return object.ref();
  }

  /** Its name. */
  public String name() {
    return object.name();
  }

  /** Its namespace, which is that of the pods it selects. */
  public String namespace() {
    return object.namespace();
  }

  /** Which pods of its namespace it selects. */
  public LabelSelector podSelector() {
    return podSelector;
  }

  /** Whether the pods it selects may only do what policies allow in this direction. */
  public boolean isolates(Direction direction) {
    return directions.contains(direction);
  }

  /** Its clauses of a direction, in file order; also those that {@code policyTypes} makes idle. */
  public List<Clause> clauses(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }

  /** Its clauses that take effect: none for a direction it does not isolate. */
  public List<Clause> activeClauses(Direction direction) {
    return isolates(direction) ? clauses(direction) : List.of();
  }

  /**
   * Where one would write a further clause: {@code spec.egress} or {@code spec.ingress}, {@code
   * spec.policyTypes} where that list alone isolates, the name where neither is written.
   */
  public Place place(Direction direction) {
    MapNode spec = object.spec();
    if (spec == null) {
      return object.place();
    }
    if (spec.containsKey(direction.field())) {
      return spec.placeOfKey(direction.field());
    }
    return spec.containsKey("policyTypes") ? spec.placeOfKey("policyTypes") : object.place();
  }

  /** {@code NetworkPolicy namespace/name}. */
  @Override
  public String toString() {
    return object.toString();
  }
}
