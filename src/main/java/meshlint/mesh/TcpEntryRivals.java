package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Finds ServiceEntries whose TCP ports proxies cannot tell apart: they have no address, or one that
 * istiod made up and proxies without DNS capture do not use.
 */
public final class TcpEntryRivals {
  private record Claim(MeshService entry, MeshPort port, boolean allocated) {}

  private final Mesh mesh;
  private final DnsCapture capture;
  private final Map<KubeObject, List<Claim>> byObject = new LinkedHashMap<>();

  /** By port and audience: a namespace, or {@code *} for those that everybody sees. */
  private final Map<Integer, Map<String, Set<Claim>>> byPort = new HashMap<>();

  private final Map<Boolean, Set<String>> affected = new HashMap<>();

  /** The ServiceEntries of a mesh. */
  public TcpEntryRivals(Mesh mesh) {
    this.mesh = mesh;
    this.capture = new DnsCapture(mesh);
    Set<KubeObject> seen = new HashSet<>();
    for (MeshService entry : mesh.registry().all()) {
      KubeObject object = entry.object();
      if (object.kind().equals(Kinds.SERVICE_ENTRY)
          && seen.add(object)
          && !hasAddress(object)
          && !mesh.isRead(object).isNo()
          && !mesh.isDiscovered(object.namespace()).isNo()) {
        for (MeshPort port : entry.ports()) {
          if ((port.protocol().isTcp() && !port.protocol().isTls()) || port.protocol().isAuto()) {
            add(entry, port);
          }
        }
      }
    }
  }

  private static boolean hasAddress(KubeObject entry) {
    return isFilled(entry.spec(), "addresses") || isFilled(entry.root().map("status"), "addresses");
  }

  private static boolean isFilled(@Nullable MapNode holder, String key) {
    ListNode list = holder == null ? null : holder.list(key);
    return list != null && !list.isEmpty();
  }

  private void add(MeshService entry, MeshPort port) {
    boolean allocated =
        !entry.isWildcard()
            && capture.allocates(
                entry.resolution() == MeshService.Resolution.PASSTHROUGH,
                entry.object().label("networking.istio.io/enable-autoallocate-ip"));
    Claim claim = new Claim(entry, port, allocated);
    byObject.computeIfAbsent(entry.object(), k -> new ArrayList<>(1)).add(claim);
    Map<String, Set<Claim>> audiences =
        byPort.computeIfAbsent(port.number(), k -> new LinkedHashMap<>());
    for (String audience : audiences(entry)) {
      audiences.computeIfAbsent(audience, k -> new LinkedHashSet<>()).add(claim);
    }
  }

  private static Collection<String> audiences(MeshService entry) {
    return entry.exportTo().everyone() ? List.of("*") : entry.exportTo().namespaces();
  }

  /** The ServiceEntries that a ServiceEntry shares a listener with, one for each of its ports. */
  public List<TcpEntryRival> of(KubeObject object) {
    List<TcpEntryRival> out = new ArrayList<>();
    for (Claim claim : byObject.getOrDefault(object, List.of())) {
      TcpEntryRival rival = rival(claim);
      if (rival != null) {
        out.add(rival);
      }
    }
    return out;
  }

  /**
   * The TCP ports of a ServiceEntry on which sidecars of its own namespace send it every connection
   * to an address that Istio does not know. Those of resolution NONE go on to where they were
   * meant.
   */
  public List<MeshPort> catchAllPorts(KubeObject object) {
    List<MeshPort> out = new ArrayList<>();
    for (Claim claim : byObject.getOrDefault(object, List.of())) {
      if (!isPassthrough(claim)
          && claim.entry.exportTo().includes(object.namespace())
          && clients(claim.allocated).contains(object.namespace())) {
        out.add(claim.port);
      }
    }
    return out;
  }

  private @Nullable TcpEntryRival rival(Claim claim) {
    Map<String, Set<Claim>> audiences = byPort.getOrDefault(claim.port.number(), Map.of());
    Collection<String> wanted =
        claim.entry.exportTo().everyone() ? audiences.keySet() : withEveryone(claim);
    for (String audience : wanted) {
      for (Claim other : audiences.getOrDefault(audience, Collections.emptySet())) {
        if (isRival(claim, other)) {
          boolean passthrough = isPassthrough(claim) || isPassthrough(other);
          return new TcpEntryRival(
              claim.entry.object(),
              claim.entry.host(),
              claim.port.number(),
              claim.port.node().place(),
              other.entry.object(),
              other.entry.host(),
              other.port.node().place(),
              passthrough);
        }
      }
    }
    return null;
  }

  private static List<String> withEveryone(Claim claim) {
    List<String> out = new ArrayList<>(claim.entry.exportTo().namespaces());
    out.add("*");
    return out;
  }

  private static boolean isPassthrough(Claim claim) {
    return claim.entry.resolution() == MeshService.Resolution.PASSTHROUGH;
  }

  private boolean isRival(Claim claim, Claim other) {
    if (claim.entry.object().equals(other.entry.object())
        || claim.entry.host().equals(other.entry.host())
        || (isPassthrough(claim) && isPassthrough(other))) {
      return false;
    }
    // With an address of its own, one of the two keeps clear of the other.
    boolean apart = claim.allocated || other.allocated;
    Set<String> clients = clients(apart);
    if (claim.entry.exportTo().everyone() && other.entry.exportTo().everyone()) {
      return !clients.isEmpty();
    }
    return clients.stream()
        .anyMatch(
            client ->
                client.equals("*")
                    || (claim.entry.exportTo().includes(client)
                        && other.entry.exportTo().includes(client)));
  }

  /**
   * The namespaces of sidecars that see no address; {@code *} stands for all, where the input shows
   * no sidecar and the mesh's default decides.
   *
   * @param allocated whether istiod makes addresses up, for those that capture DNS
   */
  private Set<String> clients(boolean allocated) {
    Set<String> known = affected.get(allocated);
    if (known == null) {
      known = new LinkedHashSet<>();
      List<Workload> sidecars = mesh.sidecarWorkloads();
      for (Workload workload : sidecars) {
        if (!allocated || !capture.of(workload)) {
          known.add(workload.namespace());
        }
      }
      if (sidecars.isEmpty() && (!allocated || !capture.byDefault())) {
        known.add("*");
      }
      affected.put(allocated, known);
    }
    return known;
  }
}
