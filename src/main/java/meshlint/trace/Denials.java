package meshlint.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.finding.Confidence;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import meshlint.trace.Hop.Step;
import org.jspecify.annotations.Nullable;

/**
 * The intended connections that policies stop for sure, gathered by the field that stops them, so
 * that one policy is one cause however many connections it breaks.
 */
public final class Denials {
  private static final Set<Step> POLICIES = EnumSet.of(Step.EGRESS, Step.INGRESS);

  private final Tracer tracer;
  private final Dependencies dependencies;
  private @Nullable Map<KubeObject, List<Denial>> byObject;

  /** The denials in one world. */
  public Denials(Tracer tracer, Dependencies dependencies) {
    this.tracer = tracer;
    this.dependencies = dependencies;
  }

  /**
   * What an object denies: a policy, or where the policy is not linted, a linted object that takes
   * part in the first of the connections.
   */
  public List<Denial> of(KubeObject object) {
    Map<KubeObject, List<Denial>> known = byObject;
    if (known == null) {
      known = gather();
      byObject = known;
    }
    return known.getOrDefault(object, List.of());
  }

  private record Cause(Denial.Sort sort, Place place, Step step) {}

  private record Group(String reason, List<Dependency> dependencies) {}

  private Map<KubeObject, List<Denial>> gather() {
    Map<Cause, Group> groups = new LinkedHashMap<>();
    for (Dependency dependency : dependencies.all()) {
      if (dependency.confidence() != Confidence.HIGH
          || dependency.source() == Dependency.Source.PEERS
          || dependencies.toItself(dependency)) {
        continue;
      }
      Hop hop = denied(tracer.trace(dependency));
      if (hop != null) {
        Cause cause = new Cause(sort(dependency), hop.evidence().get(0), hop.step());
        groups
            .computeIfAbsent(cause, k -> new Group(hop.reason(), new ArrayList<>()))
            .dependencies()
            .add(dependency);
      }
    }
    Map<KubeObject, List<Denial>> out = new HashMap<>();
    groups.forEach(
        (cause, group) -> {
          Denial denial =
              new Denial(
                  cause.sort(), cause.place(), cause.step(), group.reason(), group.dependencies());
          out.computeIfAbsent(subject(denial), k -> new ArrayList<>()).add(denial);
        });
    return out;
  }

  /**
   * The hop that stops a connection to whichever workload answers; null where some gets through.
   */
  private static @Nullable Hop denied(List<Trace> traces) {
    Hop first = null;
    for (Trace trace : traces) {
      Hop failure = trace.failure();
      if (failure == null || !POLICIES.contains(failure.step()) || failure.evidence().isEmpty()) {
        return null;
      }
      first = first == null ? failure : first;
    }
    return first;
  }

  private static Denial.Sort sort(Dependency dependency) {
    return switch (dependency.source()) {
      case ROUTE, INGRESS -> Denial.Sort.ENTRY;
      case SCRAPE -> Denial.Sort.SCRAPE;
      case WEBHOOK -> Denial.Sort.WEBHOOK;
      default -> Denial.Sort.CALL;
    };
  }

  private static KubeObject subject(Denial denial) {
    KubeObject policy = denial.place().object();
    Workload client = denial.first().client().workload();
    Service service = denial.first().target().service();
    if (!policy.linted() && client != null && client.object().linted()) {
      return client.object();
    }
    return !policy.linted() && service != null && service.object().linted()
        ? service.object()
        : policy;
  }
}
