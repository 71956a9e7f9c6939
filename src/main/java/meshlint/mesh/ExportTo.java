package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces whose proxies see a Service, ServiceEntry, VirtualService or DestinationRule
 * (pilot/pkg/model/push_context.go, pkg/config/visibility).
 *
 * @param everyone whether all do
 * @param namespaces else the ones that do; none for {@code ~}
 * @param place where the object says so; null where a default holds
 */
public record ExportTo(boolean everyone, Set<String> namespaces, @Nullable Place place) {
  /** Copies the set. */
  public ExportTo {
    namespaces = Set.copyOf(namespaces);
  }

  /** Whether proxies of a namespace see it. */
  public boolean includes(String namespace) {
    return everyone || namespaces.contains(namespace);
  }

  /** What a Service's annotation says, a comma-separated list. */
  static ExportTo ofService(KubeObject service, List<String> otherwise) {
    String written = service.annotation(IstioLabels.EXPORT_TO);
    if (written == null || written.isBlank()) {
      return of(otherwise, service.namespace(), null);
    }
    List<String> items = new ArrayList<>();
    for (String item : written.split(",", -1)) {
      items.add(item.strip());
    }
    return of(
        items,
        service.namespace(),
        service.place("metadata", "annotations", IstioLabels.EXPORT_TO));
  }

  /** What the {@code exportTo} field of an object of Istio says. */
  static ExportTo ofField(KubeObject object, List<String> otherwise) {
    MapNode spec = object.spec();
    ListNode written = spec == null ? null : spec.list("exportTo");
    return written == null || written.isEmpty()
        ? of(otherwise, object.namespace(), null)
        : of(written.strings(), object.namespace(), object.place("spec", "exportTo"));
  }

  private static ExportTo of(List<String> items, String own, @Nullable Place place) {
    if (items.contains("*")) {
      return new ExportTo(true, Set.of(), place);
    }
    if (items.contains("~")) {
      return new ExportTo(false, Set.of(), place);
    }
    List<String> out = new ArrayList<>();
    for (String item : items) {
      out.add(item.equals(".") ? own : item);
    }
    return new ExportTo(false, Set.copyOf(out), place);
  }
}
