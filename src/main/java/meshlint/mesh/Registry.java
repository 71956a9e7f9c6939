package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.mesh.MeshService.Resolution;
import org.jspecify.annotations.Nullable;

/** Istio's registry: the hosts of all Services and ServiceEntries of the world. */
public final class Registry {
  private final String domain;
  private final List<MeshService> all = new ArrayList<>();
  private final Map<String, List<MeshService>> byHost = new LinkedHashMap<>();
  private final Map<Service, MeshService> byService = new HashMap<>();
  private final Map<String, List<MeshService>> byName = new HashMap<>();
  private final List<MeshService> wildcards = new ArrayList<>();
  private final Map<KubeObject, MeshService> byObject = new HashMap<>();

  Registry(ObjectGraph graph, MeshConfig config, String domain) {
    this.domain = domain;
    for (Service service : graph.services()) {
      add(ofService(service, config));
    }
    for (KubeObject entry : graph.objectsOf(Kinds.SERVICE_ENTRY)) {
      MapNode spec = entry.spec();
      ListNode hosts = spec == null ? null : spec.list("hosts");
      if (spec != null && hosts != null) {
        addEntry(entry, spec, hosts, config);
      }
    }
  }

  private MeshService ofService(Service service, MeshConfig config) {
    List<MeshPort> ports = new ArrayList<>();
    for (ServicePort port : service.ports()) {
      ports.add(MeshPort.of(port));
    }
    Resolution resolution =
        service.isExternalName()
            ? Resolution.ALIAS
            : service.isHeadless() ? Resolution.PASSTHROUGH : Resolution.EDS;
    return new MeshService(
        service.name() + "." + service.namespace() + ".svc." + domain,
        service.object(),
        service,
        ports,
        resolution,
        ExportTo.ofService(service.object(), config.defaultServiceExportTo()));
  }

  private void addEntry(KubeObject entry, MapNode spec, ListNode hosts, MeshConfig config) {
    List<MeshPort> ports = new ArrayList<>();
    for (MapNode node : spec.maps("ports")) {
      MeshPort port = MeshPort.ofEntry(node);
      if (port != null) {
        ports.add(port);
      }
    }
    Resolution resolution =
        switch (String.valueOf(spec.text("resolution"))) {
          case "STATIC" -> Resolution.EDS;
          case "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS" -> Resolution.DNS;
          default -> Resolution.PASSTHROUGH;
        };
    ExportTo exportTo = ExportTo.ofField(entry, config.defaultServiceExportTo());
    for (String host : hosts.strings()) {
      String name = host.toLowerCase(Locale.ROOT);
      add(new MeshService(name, entry, null, ports, resolution, exportTo));
    }
  }

  private void add(MeshService service) {
    all.add(service);
    byObject.putIfAbsent(service.object(), service);
    byHost.computeIfAbsent(service.host(), k -> new ArrayList<>(1)).add(service);
    if (service.service() != null) {
      byService.put(service.service(), service);
      byName.computeIfAbsent(service.service().name(), k -> new ArrayList<>(1)).add(service);
    }
    if (service.isWildcard()) {
      wildcards.add(service);
    }
  }

  /** All hosts, Services first, in input order. */
  public List<MeshService> all() {
    return Collections.unmodifiableList(all);
  }

  /** The entry of a Kubernetes Service. Fails for a Service of another graph. */
  public MeshService of(Service service) {
    MeshService found = byService.get(service);
    if (found == null) {
      throw new IllegalArgumentException("not in this world: " + service);
    }
    return found;
  }

  /** The ports of a Service or ServiceEntry; none for any other object. */
  public List<MeshPort> portsOf(KubeObject object) {
    MeshService service = byObject.get(object);
    return service == null ? List.of() : service.ports();
  }

  /** The entries of exactly this host, Services first; empty where there is none. */
  public List<MeshService> at(String host) {
    return Collections.unmodifiableList(byHost.getOrDefault(host, List.of()));
  }

  /** The Kubernetes Services of a name in any namespace, in input order. */
  public List<MeshService> named(String name) {
    return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
  }

  /** The wildcard ServiceEntries that a host falls under, in input order. */
  public List<MeshService> wildcardsOver(String host) {
    List<MeshService> out = new ArrayList<>();
    for (MeshService service : wildcards) {
      if (Hosts.contains(service.host(), host) && !service.host().equals(host)) {
        out.add(service);
      }
    }
    return out;
  }

  /** The entries that a host with a wildcard stands for, in registry order. */
  public List<MeshService> under(String wildcard) {
    List<MeshService> out = new ArrayList<>();
    for (MeshService service : all) {
      if (Hosts.contains(wildcard, service.host())) {
        out.add(service);
      }
    }
    return out;
  }

  /**
   * The entry that a proxy of a namespace uses for a host that stands in several (push_context.go):
   * that of its own namespace, else a Kubernetes Service, else the first.
   */
  static @Nullable MeshService preferred(List<MeshService> found, String clientNamespace) {
    MeshService best = null;
    for (MeshService service : found) {
      if (!service.exportTo().includes(clientNamespace)) {
        continue;
      }
      if (service.namespace().equals(clientNamespace)) {
        return service;
      }
      if (best == null || (!best.isKubernetes() && service.isKubernetes())) {
        best = service;
      }
    }
    return best;
  }
}
