package meshlint.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.dns.ClusterDns;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.ReferenceGrants;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What Istio makes of one world's objects. Every fact is worked out when it is first asked for and
 * kept; the instance is for one thread.
 */
public final class Mesh {
  private final ObjectGraph graph;
  private final ControlPlane controlPlane;
  private final MeshConfig config;
  private final InjectionDecider injectionDecider;
  private final Map<Workload, Injection> injections = new HashMap<>();
  private final Map<KubeObject, List<InjectionMistake>> mistakes = new HashMap<>();
  private final Map<String, Boolean> inPlayByNamespace = new HashMap<>();
  private final ClusterDns dns;
  private final ClusterDomain domain;
  private final Registry registry;
  private final HostResolver hosts;
  private final Map<Workload, Capture> captures = new HashMap<>();
  private @Nullable PeerAuthentications peerAuthentications;
  private @Nullable DestinationRules destinationRules;
  private @Nullable Map<Service, Set<String>> ruleNamespaces;
  private @Nullable List<VirtualRoutes> virtualServices;
  private @Nullable Set<String> routedSubsets;
  private @Nullable Sidecars sidecars;
  private @Nullable Gateways gateways;
  private @Nullable Authorizations authorizations;
  private @Nullable AuthzChecks authzChecks;
  private @Nullable SharedHosts sharedHosts;
  private @Nullable ReferenceGrants referenceGrants;
  private final Map<KubeObject, Attachment> attachments = new HashMap<>();
  private final Map<KubeObject, List<HostUse>> hostUses = new HashMap<>();
  private @Nullable Boolean inPlay;
  private @Nullable List<Workload> sidecarWorkloads;
  private @Nullable Map<String, Workload> sidecarNamespaces;
  private @Nullable IstioObjects objects;

  /** The mesh of a graph. */
  public Mesh(ObjectGraph graph) {
    this(graph, new ClusterDns(graph));
  }

  /**
   * The mesh of a graph.
   *
   * @param dns the DNS facts of the same graph
   */
  public Mesh(ObjectGraph graph, ClusterDns dns) {
    this.graph = graph;
    this.dns = dns;
    List<Istiod> istiods = ControlPlane.istiods(graph);
    String istioNamespace = MeshConfig.istioNamespace(graph, istiods);
    this.controlPlane = ControlPlane.of(graph, istiods, istioNamespace);
    this.config = MeshConfig.of(graph, istioNamespace);
    this.injectionDecider = new InjectionDecider(graph, controlPlane);
    this.domain = ClusterDomain.of(graph, controlPlane, dns);
    this.registry = new Registry(graph, config, domain.domain());
    this.hosts = new HostResolver(graph, registry, config, domain.domain(), domain.isKnown(graph));
  }

  /** The graph that this is about. */
  public ObjectGraph graph() {
    return graph;
  }

  /** The mesh-wide configuration. */
  public MeshConfig config() {
    return config;
  }

  /** What the input shows of the control plane. */
  public ControlPlane controlPlane() {
    return controlPlane;
  }

  /** The cluster's DNS. */
  public ClusterDns dns() {
    return dns;
  }

  /** The cluster's domain as Istio has it. */
  public ClusterDomain domain() {
    return domain;
  }

  /** The hosts that Istio knows. */
  public Registry registry() {
    return registry;
  }

  // --- is there a mesh? ------------------------------------------------------------

  /**
   * Whether anything shows that this world is part of an Istio mesh: an object of Istio, a
   * Namespace or pod that asks for a proxy, a proxy in a manifest, or the user's word.
   */
  public boolean isInPlay() {
    Boolean known = inPlay;
    if (known == null) {
      known = findsMesh();
      inPlay = known;
    }
    return known;
  }

  private boolean findsMesh() {
    if (graph.settings().mesh() || controlPlane.isShown()) {
      return true;
    }
    if (graph.kinds().stream().anyMatch(Kinds::isIstio)) {
      return true;
    }
    return graph.namespaces().stream().anyMatch(this::asksForMesh)
        || graph.workloads().stream().anyMatch(Mesh::asksForMesh);
  }

  /**
   * Whether anything shows that a namespace is part of the mesh: its labels, a pod of it, or an
   * object of Istio in it. Weaker than {@link #isInPlay()}: other namespaces do not count.
   */
  public boolean isInPlay(String namespace) {
    return inPlayByNamespace.computeIfAbsent(namespace, this::findsMesh);
  }

  private boolean findsMesh(String namespace) {
    return graph.settings().mesh()
        || asksForMesh(graph.namespace(namespace))
        || graph.workloadsIn(namespace).stream().anyMatch(Mesh::asksForMesh)
        || graph.kinds().stream()
            .anyMatch(
                kind ->
                    Kinds.isIstio(kind)
                        && !kind.equals(Kinds.ISTIO_OPERATOR)
                        && !graph.objectsOf(kind, namespace).isEmpty());
  }

  private boolean asksForMesh(Namespace namespace) {
    return "enabled".equals(namespace.label(IstioLabels.INJECTION))
        || namespace.label(IstioLabels.REVISION) != null
        || "ambient".equals(namespace.label(IstioLabels.DATAPLANE_MODE));
  }

  private static boolean asksForMesh(Workload workload) {
    return "true".equals(workload.label(IstioLabels.INJECT))
        || "true".equals(workload.annotation(IstioLabels.INJECT))
        || workload.label(IstioLabels.REVISION) != null
        || "ambient".equals(workload.label(IstioLabels.DATAPLANE_MODE))
        || workload.annotation(IstioLabels.STATUS) != null
        || workload.container(IstioLabels.PROXY_CONTAINER) != null;
  }

  // --- injection ---------------------------------------------------------------------

  /** Whether a workload's pods are in the mesh. */
  public Injection injection(Workload workload) {
    Injection known = injections.get(workload);
    if (known == null) {
      known = injectionDecider.decide(workload);
      injections.put(workload, known);
    }
    return known;
  }

  /** The labels and annotations of a workload or Namespace about injection that miss their aim. */
  public List<InjectionMistake> injectionMistakes(KubeObject object) {
    List<InjectionMistake> known = mistakes.get(object);
    if (known == null) {
      known = InjectionMistakes.of(this, object);
      mistakes.put(object, known);
    }
    return known;
  }

  /**
   * Whether some control plane reads an object of Istio: one with label {@code istio.io/rev} is
   * read only by the istiod of that revision, a tag's name does not count (pkg/config/model.go
   * LabelsInRevision).
   */
  public Known isRead(KubeObject object) {
    String revision = object.label(IstioLabels.REVISION);
    if (revision == null) {
      return Known.YES;
    }
    if (controlPlane.istiods().isEmpty()) {
      return Known.UNKNOWN;
    }
    for (Istiod istiod : controlPlane.istiods()) {
      String own = istiod.env("REVISION");
      if (own == null || own.isEmpty() || own.equals(revision)) {
        return Known.YES;
      }
    }
    return Known.NO;
  }

  /** The workloads whose pods have a sidecar, as far as the input decides it, in input order. */
  public List<Workload> sidecarWorkloads() {
    List<Workload> known = sidecarWorkloads;
    if (known == null) {
      known = graph.workloads().stream().filter(w -> injection(w).sidecar().isYes()).toList();
      sidecarWorkloads = known;
    }
    return known;
  }

  /** The namespaces that have workloads with a sidecar, each with the first of them. */
  public Map<String, Workload> sidecarNamespaces() {
    Map<String, Workload> known = sidecarNamespaces;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (Workload workload : sidecarWorkloads()) {
        known.putIfAbsent(workload.namespace(), workload);
      }
      sidecarNamespaces = known;
    }
    return known;
  }

  // --- hosts -----------------------------------------------------------------------

  /**
   * What a host stands for.
   *
   * @param written the host as an object of Istio has it
   * @param namespace the namespace of that object
   */
  public HostLookup lookup(String written, String namespace) {
    return hosts.lookup(written, namespace);
  }

  /** The full name that Istio takes a host in an object of a namespace for. */
  public String completeHost(String written, String namespace) {
    return hosts.complete(written, namespace);
  }

  /**
   * What an application most likely speaks on a port of the registry; null where nothing shows it.
   */
  public @Nullable Spoken spoken(MeshPort port) {
    return Spoken.of(port, graph);
  }

  /** What the number of a port is used for in most clusters; null for any other number. */
  public @Nullable Spoken usual(MeshPort port) {
    return Spoken.usual(port);
  }

  /**
   * Whether istiod watches a namespace, so that its Services, pods and objects of Istio count:
   * where the mesh config has discoverySelectors, only the namespaces that one of them selects
   * (pkg/kube/namespace/filter.go; the Istio namespace is no exception).
   */
  public Known isDiscovered(String namespace) {
    List<LabelSelector> selectors = config.discoverySelectors();
    if (selectors.isEmpty()) {
      return Known.YES;
    }
    Known any = Known.NO;
    for (LabelSelector selector : selectors) {
      any = any.or(graph.namespace(namespace).selectedBy(selector));
    }
    return any;
  }

  // --- mTLS ------------------------------------------------------------------------

  private PeerAuthentications peerAuthentications() {
    PeerAuthentications known = peerAuthentications;
    if (known == null) {
      known = new PeerAuthentications(graph, this);
      peerAuthentications = known;
    }
    return known;
  }

  /** What a namespace's ports accept where no policy selects a workload. */
  public MtlsMode mtls(String namespace) {
    return peerAuthentications().ofNamespace(namespace);
  }

  /** What a workload's ports accept where no policy speaks of a port. */
  public MtlsMode mtls(Workload workload) {
    return peerAuthentications().of(workload);
  }

  /**
   * What one of a workload's ports accepts.
   *
   * @param port the port of the pod, not of a Service
   */
  public MtlsMode mtls(Workload workload, int port) {
    return peerAuthentications().of(workload, port);
  }

  /** Which connections a workload's sidecar sees, if it has one. */
  public Capture capture(Workload workload) {
    Capture known = captures.get(workload);
    if (known == null) {
      known = new Capture(workload, controlPlane.injector());
      captures.put(workload, known);
    }
    return known;
  }

  /**
   * Whether a port of a workload refuses plaintext: its policies say STRICT, its pods have a proxy
   * to enforce it, and the port goes through the proxy.
   *
   * @param port the port of the pod, not of a Service
   */
  public Answer requiresMtls(Workload workload, int port) {
    MtlsMode mode = mtls(workload, port);
    List<Place> evidence = new ArrayList<>();
    Place place = mode.place();
    if (place != null) {
      evidence.add(place);
    }
    if (!mode.strict().isYes()) {
      return new Answer(mode.strict(), mode.reason(), evidence);
    }
    Injection injection = injection(workload);
    // A gateway's listeners take what its Gateways' servers say, and its other ports are open.
    Known enforced = injection.sidecar().or(injection.ambient());
    evidence.addAll(injection.evidence());
    if (!enforced.isYes()) {
      return new Answer(enforced, injection.reason(), evidence);
    }
    if (injection.mode() == Injection.Mode.SIDECAR) {
      Answer captured = capture(workload).inbound(port);
      if (!captured.isYes()) {
        return captured;
      }
    }
    return new Answer(Known.YES, mode.reason(), evidence);
  }

  /**
   * Whether a workload's sidecar, if it has one, is one of Kubernetes' own: it starts before the
   * other init containers and ends with the app.
   */
  public Answer nativeSidecar(Workload workload) {
    return new ProxyLife(this).isNative(workload);
  }

  /** Whether the app of a workload tells its sidecar to end, as far as its manifest shows. */
  public boolean quitsSidecar(Workload workload) {
    return ProxyLife.quits(workload);
  }

  /** Whether the kubelet's probes of a workload go to the agent of its sidecar, if it has one. */
  public Answer rewritesProbes(Workload workload) {
    return new ProxyLife(this).rewritesProbes(workload);
  }

  /**
   * Whether what arrives on a port of a workload's pods reaches an app that listens on loopback
   * only.
   */
  public Answer reachesLoopback(Workload workload, int port) {
    return new ProxyLife(this).reachesLoopback(workload, port);
  }

  // --- routing ---------------------------------------------------------------------

  /** The VirtualServices that an istiod reads, the oldest first. */
  public List<VirtualRoutes> virtualServices() {
    List<VirtualRoutes> known = virtualServices;
    if (known == null) {
      known = new ArrayList<>();
      for (KubeObject object : Age.sorted(graph.objectsOf(Kinds.VIRTUAL_SERVICE))) {
        if (!isRead(object).isNo() && !isDiscovered(object.namespace()).isNo()) {
          known.add(VirtualRoutes.of(object, this));
        }
      }
      virtualServices = known;
    }
    return known;
  }

  /** Whether a route of some VirtualService leads to a subset of a host. */
  boolean isRouted(MeshService host, String subset) {
    Set<String> known = routedSubsets;
    if (known == null) {
      known = new HashSet<>();
      for (VirtualRoutes routes : virtualServices()) {
        for (Destination destination : routes.destinations()) {
          String named = destination.subset();
          if (named != null) {
            String written = destination.written();
            known.add(completeHost(written, destination.object().namespace()) + "/" + named);
          }
        }
      }
      routedSubsets = known;
    }
    return known.contains(host.host() + "/" + subset);
  }

  DestinationRules destinationRules() {
    DestinationRules known = destinationRules;
    if (known == null) {
      known = new DestinationRules(graph, this);
      destinationRules = known;
    }
    return known;
  }

  /**
   * The rule that a DestinationRule is or was merged into; null for one that no istiod reads or
   * that has no host.
   */
  public @Nullable TrafficRule trafficRule(KubeObject destinationRule) {
    return destinationRules().of(destinationRule);
  }

  /** The DestinationRule that a client uses for a host; null where none applies. */
  public @Nullable TrafficRule destinationRule(Workload client, MeshService service) {
    return destinationRules()
        .lookup(client.namespace(), client.labels(), service.host(), service.namespace());
  }

  /**
   * The DestinationRule that clients of a namespace use for a host, if no rule names their labels;
   * null where none applies.
   */
  public @Nullable TrafficRule destinationRule(String clientNamespace, MeshService service) {
    return destinationRules()
        .lookup(clientNamespace, Map.of(), service.host(), service.namespace());
  }

  /** What a client puts on the wire towards a port, whichever pod answers. */
  public ClientTls clientTls(
      Workload client, MeshService service, MeshPort port, @Nullable String subset) {
    return new ClientSide(this).of(client, service, port, subset, null);
  }

  /** What a client puts on the wire towards a port where a pod of this workload answers. */
  public ClientTls clientTls(
      Workload client,
      MeshService service,
      MeshPort port,
      @Nullable String subset,
      Workload server) {
    return new ClientSide(this).of(client, service, port, subset, server);
  }

  /**
   * What the sidecars of a namespace put on the wire towards a port, whichever pod answers: as for
   * a client there whose proxy captures the port and knows the host.
   */
  public ClientTls clientTls(String clientNamespace, MeshService service, MeshPort port) {
    return new ClientSide(this)
        .fromProxy(clientNamespace, Map.of(), false, service, port, null, null);
  }

  // --- visibility ------------------------------------------------------------------

  private Sidecars sidecars() {
    Sidecars known = sidecars;
    if (known == null) {
      known = new Sidecars(graph, this);
      sidecars = known;
    }
    return known;
  }

  /** What a workload's proxy may see by its Sidecar resource. */
  public SidecarScope scope(Workload workload) {
    return sidecars().of(workload);
  }

  /** What the proxies of a namespace may see that no Sidecar resource names. */
  public SidecarScope scope(String namespace) {
    return sidecars().of(namespace);
  }

  /** The hosts of a Sidecar resource's egress list, in file order. */
  public List<EgressHost> egressHosts(KubeObject sidecar) {
    return SidecarScope.egressHosts(sidecar);
  }

  /**
   * Whether proxies of a namespace may see a host at all: istiod watches the host's namespace, and
   * the host is exported to the client's.
   */
  public Answer isVisible(MeshService service, String clientNamespace) {
    Known discovered = isDiscovered(service.namespace());
    if (!discovered.isYes()) {
      Place place = config.place("discoverySelectors");
      return new Answer(
          discovered,
          discovered.isNo()
              ? "no discoverySelector selects namespace " + service.namespace()
              : "whether discoverySelectors select namespace "
                  + service.namespace()
                  + " is not known",
          place == null ? List.of() : List.of(place));
    }
    ExportTo exportTo = service.exportTo();
    if (!exportTo.includes(clientNamespace)) {
      Place place = exportTo.place();
      return new Answer(
          Known.NO,
          service.object() + " is not exported to namespace " + clientNamespace,
          place == null ? List.of() : List.of(place));
    }
    return Answer.yes(service.object() + " is visible in namespace " + clientNamespace);
  }

  // --- objects of Istio --------------------------------------------------------------

  /** What the objects of Istio do to each other, beyond routing. */
  public IstioObjects objects() {
    IstioObjects known = objects;
    if (known == null) {
      known = new IstioObjects(this);
      objects = known;
    }
    return known;
  }

  /** The workloads that an object of Istio holds for. */
  public Attachment attachment(KubeObject object) {
    Attachment known = attachments.get(object);
    if (known == null) {
      known = new Attachments(this).of(object);
      attachments.put(object, known);
    }
    return known;
  }

  /**
   * Other objects of its kind that claim what only one of them can have: the whole namespace, or a
   * workload that both select. In the cluster the oldest holds.
   */
  public List<KubeObject> rivals(KubeObject object) {
    Attachment own = attachment(object);
    List<KubeObject> out = new ArrayList<>();
    if (own.scope() == Attachment.Scope.NONE || own.scope() == Attachment.Scope.TARGETS) {
      return out;
    }
    for (KubeObject other : graph.objectsOf(object.kind(), object.namespace())) {
      Attachment theirs = attachment(other);
      if (other.equals(object) || theirs.scope() != own.scope()) {
        continue;
      }
      boolean wide =
          own.scope() == Attachment.Scope.MESH || own.scope() == Attachment.Scope.NAMESPACE;
      if (wide || !Collections.disjoint(own.workloads(), theirs.workloads())) {
        out.add(other);
      }
    }
    return out;
  }

  /** The hosts written in a VirtualService, DestinationRule, ServiceEntry or Sidecar. */
  public List<HostUse> hostUses(KubeObject object) {
    List<HostUse> known = hostUses.get(object);
    if (known == null) {
      known = List.copyOf(HostUses.of(object, this));
      hostUses.put(object, known);
    }
    return known;
  }

  /**
   * The ports of a Service on which the sidecars of a namespace send what the pods do not take.
   *
   * @param clientNamespace whose DestinationRules count
   */
  public List<TlsConflict> tlsConflicts(Service service, String clientNamespace) {
    return new TlsConflicts(this).of(service, clientNamespace);
  }

  /**
   * The ports of a Service on which sidecars send what the pods do not take: those of its own
   * namespace and of each namespace that has a DestinationRule for it. The same conflict is there
   * once.
   */
  public List<TlsConflict> tlsConflicts(Service service) {
    Set<String> clients = new TreeSet<>(Set.of(service.namespace()));
    clients.addAll(ruleNamespaces().getOrDefault(service, Set.of()));
    Map<List<Object>, TlsConflict> found = new LinkedHashMap<>();
    for (String client : clients) {
      for (TlsConflict conflict : tlsConflicts(service, client)) {
        TrafficRule rule = conflict.client().rule();
        found.putIfAbsent(
            Arrays.asList(
                conflict.server(),
                conflict.targetPort(),
                conflict.kind(),
                rule == null ? null : rule.objects(),
                conflict.client().evidence()),
            conflict);
      }
    }
    return List.copyOf(found.values());
  }

  /** The namespaces that have a DestinationRule for a host; none are told for a ServiceEntry's. */
  Set<String> ruleNamespaces(MeshService service) {
    return service.service() == null
        ? Set.of()
        : ruleNamespaces().getOrDefault(service.service(), Set.of());
  }

  /** The namespaces that have a DestinationRule for a Service. */
  private Map<Service, Set<String>> ruleNamespaces() {
    Map<Service, Set<String>> known = ruleNamespaces;
    if (known == null) {
      known = new HashMap<>();
      for (KubeObject object : graph.objectsOf(Kinds.DESTINATION_RULE)) {
        for (HostUse use : hostUses(object)) {
          for (MeshService host : use.lookup().services()) {
            if (host.service() != null) {
              known.computeIfAbsent(host.service(), k -> new TreeSet<>()).add(object.namespace());
            }
          }
        }
      }
      ruleNamespaces = known;
    }
    return known;
  }

  /**
   * The conflict between what a client sends and what a server takes.
   *
   * @param port the Service's port
   * @param targetPort the pod's port
   * @return null where there is none, or it is unknown
   */
  public @Nullable TlsConflict tlsConflict(
      ClientTls client, MeshService service, MeshPort port, Workload server, int targetPort) {
    return new TlsConflicts(this).between(client, service, port, server, targetPort);
  }

  // --- VirtualServices and gateways ----------------------------------------------------

  /** The routes and matches of a VirtualService that earlier ones leave nothing for. */
  public List<RouteShadow> routeShadows(KubeObject virtualService) {
    return RouteShadows.of(virtualService);
  }

  /** The gateways that a VirtualService names, in {@code spec.gateways} first. */
  public List<GatewayRef> gatewayRefs(KubeObject virtualService) {
    return GatewayRefs.of(virtualService, this);
  }

  /** Whether the destinations of a VirtualService lead somewhere, in file order. */
  public List<DestinationCheck> destinationChecks(KubeObject virtualService) {
    return DestinationChecks.of(virtualService, this);
  }

  /** Proxies that use a VirtualService's routes to subsets without knowing the subsets. */
  public List<SubsetGap> subsetGaps(KubeObject virtualService) {
    return SubsetGaps.of(virtualService, this);
  }

  /** The hosts of a VirtualService at sidecars; none for one that is bound to gateways only. */
  public List<MeshRoute> meshRoutes(KubeObject virtualService) {
    return MeshRoute.of(virtualService, this);
  }

  /** The delegates of a VirtualService's routes. */
  public List<Delegation> delegations(KubeObject virtualService) {
    return Delegations.of(virtualService, this);
  }

  private Gateways gateways() {
    Gateways known = gateways;
    if (known == null) {
      known = new Gateways(this);
      gateways = known;
    }
    return known;
  }

  /** A VirtualService at each gateway of the input that it is bound to. */
  public List<GatewayBinding> gatewayBindings(KubeObject virtualService) {
    return gateways().bindings(virtualService);
  }

  /**
   * The workloads of a binding's gateway in namespaces that its VirtualService is not exported to.
   */
  public List<Workload> hiddenFrom(GatewayBinding binding) {
    KubeObject object = binding.ref().object();
    ExportTo exportTo = ExportTo.ofField(object, config.defaultVirtualServiceExportTo());
    return attachment(binding.gateway()).workloads().stream()
        .filter(workload -> !exportTo.includes(workload.namespace()))
        .toList();
  }

  /** The Services whose hosts a ServiceEntry takes over, for clients that prefer it. */
  public List<EntryShadow> entryShadows(KubeObject serviceEntry) {
    return EntryShadow.of(serviceEntry, this);
  }

  /**
   * Whether the selector of a ServiceEntry selects pods or WorkloadEntries; unknown without one.
   */
  public Known selectsEndpoints(KubeObject serviceEntry) {
    return EntryEndpoints.selected(serviceEntry, this);
  }

  /** For what Istio's webhook refuses a routing object, beyond its schema. */
  public List<Refusal> refusals(KubeObject object) {
    return Refusals.of(object);
  }

  /** The servers of a Gateway of Istio. */
  public List<GatewayServer> gatewayServers(KubeObject gateway) {
    return gateways().servers(gateway);
  }

  /** Servers on the same pods and port that want a host of this Gateway's too. */
  public List<ServerConflict> serverConflicts(KubeObject gateway) {
    return gateways().conflicts(gateway);
  }

  /** Servers on the same pods and port before a Gateway's own that speak something else. */
  public List<ServerConflict> protocolConflicts(KubeObject gateway) {
    return gateways().protocolConflicts(gateway);
  }

  /** Servers of other Gateways on the same pods with the same certificate. */
  public List<ServerConflict> sharedCertificates(KubeObject gateway) {
    return gateways().sharedCertificates(gateway);
  }

  /** The Secrets that a Gateway needs. */
  public List<GatewayCredential> gatewayCredentials(KubeObject gateway) {
    return gateways().credentials(gateway);
  }

  /** Whether a Service in front of a Gateway's pods leads to a server's port. */
  public Answer isReachable(GatewayServer server) {
    return gateways().isReachable(server);
  }

  /**
   * Whether the ingress gateway of Istio's charts serves a server's port, where the Gateway selects
   * that one and the input does not show it. True for any other Gateway.
   */
  public boolean isUsualPort(GatewayServer server) {
    return gateways().isUsualPort(server);
  }

  /** The hosts that other VirtualServices route at the same gateway. */
  public List<SharedHost> sharedHosts(KubeObject virtualService) {
    SharedHosts known = sharedHosts;
    if (known == null) {
      known = new SharedHosts(this);
      sharedHosts = known;
    }
    return known.of(virtualService);
  }

  // --- Gateway API and ambient mode ----------------------------------------------------

  /** The objects that a route of the Gateway API wants to attach to, in file order. */
  public List<RouteParent> routeParents(KubeObject route) {
    return RouteParents.of(route, graph);
  }

  /** Which references of the Gateway API may cross namespaces. */
  public ReferenceGrants referenceGrants() {
    ReferenceGrants known = referenceGrants;
    if (known == null) {
      known = new ReferenceGrants(graph);
      referenceGrants = known;
    }
    return known;
  }

  /** Which waypoints traffic goes through. */
  public Waypoints waypoints() {
    return new Waypoints(graph);
  }

  // --- authorization -------------------------------------------------------------------

  private Authorizations authorizations() {
    Authorizations known = authorizations;
    if (known == null) {
      known = new Authorizations(this);
      authorizations = known;
    }
    return known;
  }

  private AuthzChecks authzChecks() {
    AuthzChecks known = authzChecks;
    if (known == null) {
      known = new AuthzChecks(this, authorizations());
      authzChecks = known;
    }
    return known;
  }

  /** An AuthorizationPolicy as Istio reads it. */
  public AuthzPolicy authzPolicy(KubeObject object) {
    return authorizations().policy(object);
  }

  /** The AuthorizationPolicies that a workload's proxy enforces; dry runs are left out. */
  public List<AuthzPolicy> authzPolicies(Workload server) {
    return authorizations().of(server);
  }

  /**
   * What the AuthorizationPolicies of a server say to a client.
   *
   * @param client null for one that the input does not show
   * @param mtls whether the server sees the client's identity
   * @param port the port of the server's pod
   */
  public AuthzVerdict authorize(@Nullable Workload client, Known mtls, Workload server, int port) {
    return new AuthzEvaluator(this, authorizations()).verdict(client, mtls, server, port);
  }

  /** The fields of an AuthorizationPolicy that only HTTP has, on ports that Istio takes for TCP. */
  public List<AuthzOnTcp> authzOnTcp(KubeObject policy) {
    return authzChecks().onTcp(policy);
  }

  /** The ports in an AuthorizationPolicy. */
  public List<PolicyPort> authzPorts(KubeObject policy) {
    return authzChecks().ports(policy);
  }

  /** The ports in a PeerAuthentication's {@code portLevelMtls}. */
  public List<PolicyPort> portLevels(KubeObject peerAuthentication) {
    return authzChecks().portLevels(peerAuthentication);
  }

  /** The identities in an AuthorizationPolicy. */
  public List<AuthzIdentity> authzIdentities(KubeObject policy) {
    return authzChecks().identities(policy);
  }

  /** That for which istiod's webhook refuses an AuthorizationPolicy. */
  public List<AuthzFault> authzFaults(KubeObject policy) {
    return AuthzFaults.of(authzPolicy(policy));
  }

  /** The values in an AuthorizationPolicy that nothing is ever equal to. */
  public List<AuthzFault> authzDeadValues(KubeObject policy) {
    return AuthzDeadValues.of(authzPolicy(policy));
  }

  /** The conditions of an AuthorizationPolicy on who the client is that never see one. */
  public List<AuthzUnseen> authzUnseen(KubeObject policy) {
    return authzChecks().unseen(policy);
  }

  /** The conditions of an AuthorizationPolicy on tokens that no RequestAuthentication checks. */
  public List<AuthzField> authzUncheckedTokens(KubeObject policy) {
    return authzChecks().unchecked(policy);
  }

  /** Whether the mesh config has the provider that a CUSTOM AuthorizationPolicy asks. */
  public Known authzHasProvider(KubeObject policy) {
    return authorizations().hasProvider(authzPolicy(policy));
  }
}
