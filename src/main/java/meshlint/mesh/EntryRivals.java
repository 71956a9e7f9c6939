package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;

/** Finds ServiceEntries that declare the same port of the same host to the same clients. */
public final class EntryRivals {
  private record Claim(KubeObject object, String protocol, MapNode port, ExportTo exportTo) {}

  private final Map<KubeObject, List<EntryRival>> byObject = new HashMap<>();

  /** The ServiceEntries of a mesh. */
  public EntryRivals(Mesh mesh) {
    Map<String, List<Claim>> claims = new HashMap<>();
    for (KubeObject entry : mesh.graph().objectsOf(Kinds.SERVICE_ENTRY)) {
      MapNode spec = entry.spec();
      ListNode hosts = spec == null ? null : spec.list("hosts");
      if (spec == null || hosts == null || mesh.isRead(entry).isNo()) {
        continue;
      }
      ExportTo exportTo = ExportTo.ofField(entry, List.of("*"));
      for (String host : hosts.strings()) {
        for (MapNode port : spec.maps("ports")) {
          Long number = port.integer("number");
          String protocol = port.text("protocol");
          if (number != null) {
            Claim claim =
                new Claim(
                    entry,
                    protocol == null ? "" : protocol.toUpperCase(Locale.ROOT),
                    port,
                    exportTo);
            add(claims.computeIfAbsent(host + ":" + number, k -> new ArrayList<>(1)), claim, host);
          }
        }
      }
    }
  }

  private void add(List<Claim> earlier, Claim claim, String host) {
    Claim rival = null;
    for (Claim other : earlier) {
      if (!other.object.equals(claim.object) && meet(other.exportTo, claim.exportTo)) {
        boolean differs = !other.protocol.equals(claim.protocol);
        rival = rival == null || differs ? other : rival;
        if (differs) {
          break;
        }
      }
    }
    if (rival != null) {
      Long number = claim.port.integer("number");
      byObject
          .computeIfAbsent(claim.object, k -> new ArrayList<>(1))
          .add(
              new EntryRival(
                  claim.object,
                  host,
                  number == null ? 0 : number.intValue(),
                  claim.protocol,
                  claim.port.placeOf("protocol"),
                  rival.object,
                  rival.protocol,
                  rival.port.placeOf("protocol")));
    }
    earlier.add(claim);
  }

  private static boolean meet(ExportTo a, ExportTo b) {
    if (a.everyone() || b.everyone()) {
      ExportTo other = a.everyone() ? b : a;
      return other.everyone() || !other.namespaces().isEmpty();
    }
    return !Collections.disjoint(a.namespaces(), b.namespaces());
  }

  /** The ports of a ServiceEntry that one before it in the input declares too. */
  public List<EntryRival> of(KubeObject entry) {
    return Collections.unmodifiableList(byObject.getOrDefault(entry, List.of()));
  }
}
