package meshlint.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** The DNS of one world's cluster: its domain, its Corefile, its Service, its clients. */
public final class ClusterDns {
  /** The domain of a cluster that nobody configured otherwise. */
  public static final String DEFAULT_DOMAIN = "cluster.local";

  private static final String NAMESPACE = "kube-system";
  private static final String OPENSHIFT_NAMESPACE = "openshift-dns";
  private static final Kind KUBELET_CONFIG =
      new Kind("kubelet.config.k8s.io", "KubeletConfiguration");
  private static final Kind KUBEADM_CONFIG = new Kind("kubeadm.k8s.io", "ClusterConfiguration");
  private static final Kind KIND_CLUSTER = new Kind("kind.x-k8s.io", "Cluster");
  private static final Pattern CLUSTER_DOMAIN =
      Pattern.compile("(?m)^clusterDomain:[ \\t]*[\"']?([A-Za-z0-9.-]+)");
  private static final Pattern DNS_DOMAIN =
      Pattern.compile("(?m)^[ \\t]+dnsDomain:[ \\t]*[\"']?([A-Za-z0-9.-]+)");
  private static final Pattern CLUSTER_DNS =
      Pattern.compile(
          "(?m)^clusterDNS:[ \\t]*(?:\\n[ \\t]*-[ \\t]*|\\[[ \\t]*)[\"']?([0-9a-f.:]+)");
  // What node-local-dns listens on by default: a cache in front of the cluster's DNS.
  private static final String NODE_LOCAL_ADDRESS = "169.254.20.10";

  private final ObjectGraph graph;
  private final List<DomainClaim> claims = new ArrayList<>();
  private final Set<String> kubeletServers = new LinkedHashSet<>();
  private final List<Corefile> corefiles = new ArrayList<>();
  private final Map<KubeObject, Corefile> corefileOf = new HashMap<>();
  private final @Nullable Service service;
  private final String domain;

  /** The DNS facts of a world. */
  public ClusterDns(ObjectGraph graph) {
    this.graph = graph;
    readKubelet();
    this.service = findService();
    for (KubeObject map : graph.objectsOf(Kinds.CONFIG_MAP)) {
      MapNode data = map.root().map("data");
      EmbeddedText text = data == null ? null : EmbeddedText.of(data, "Corefile");
      if (text != null && isClusterCorefile(map)) {
        Corefile corefile = CorefileParser.parse(text, path -> imported(map, path));
        corefiles.add(corefile);
        corefileOf.put(map, corefile);
        corefile
            .kubernetesZones()
            .forEach(
                (zone, place) ->
                    claims.add(new DomainClaim(zone, DomainClaim.Source.COREFILE, place)));
      }
    }
    readKubeDns();
    this.domain = decideDomain();
  }

  // --- the domain --------------------------------------------------------------

  /**
   * The cluster's DNS domain: what the Corefile answers, else what kubelet or kubeadm is told, else
   * what the user says, else {@code cluster.local}.
   */
  public String domain() {
    return domain;
  }

  /** Every place of the input where Kubernetes' own parts name the domain, in input order. */
  public List<DomainClaim> domainClaims() {
    return List.copyOf(claims);
  }

  /**
   * Whether names of Services resolve under a domain. Unknown for any but {@code cluster.local}
   * where neither the input nor the user says the domain.
   */
  public Known isClusterDomain(String asked) {
    String wanted = normal(asked);
    if (!corefiles.isEmpty()) {
      Known any = Known.NO;
      for (Corefile corefile : corefiles) {
        any = any.or(corefile.answerForDomain(wanted).fromCluster());
      }
      return any;
    }
    if (!claims.isEmpty()) {
      return Known.of(claims.stream().anyMatch(claim -> claim.domain().equals(wanted)));
    }
    if (graph.settings().domain() != null) {
      return Known.of(wanted.equals(domain));
    }
    return wanted.equals(DEFAULT_DOMAIN) ? Known.YES : Known.UNKNOWN;
  }

  private String decideDomain() {
    Set<String> told = new LinkedHashSet<>();
    Set<String> answered = new LinkedHashSet<>();
    for (DomainClaim claim : claims) {
      boolean answers =
          claim.source() == DomainClaim.Source.COREFILE
              || claim.source() == DomainClaim.Source.KUBE_DNS;
      (answers ? answered : told).add(claim.domain());
    }
    for (String candidate : told) {
      if (answered.isEmpty() || answered.contains(candidate)) {
        return candidate;
      }
    }
    String set = graph.settings().domain();
    if (set != null && (answered.isEmpty() || answered.contains(normal(set)))) {
      return normal(set);
    }
    for (String candidate : answered) {
      if (!isClusterDomain(candidate).isNo()) {
        return candidate;
      }
    }
    return answered.isEmpty() ? DEFAULT_DOMAIN : answered.iterator().next();
  }

  private static String normal(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private void readKubelet() {
    for (KubeObject object : graph.objectsOf(KUBELET_CONFIG)) {
      String written = object.root().text("clusterDomain");
      if (written != null && !written.isEmpty()) {
        claim(written, DomainClaim.Source.KUBELET, object.place("clusterDomain"));
      }
      ListNode servers = object.root().list("clusterDNS");
      if (servers != null) {
        kubeletServers.addAll(servers.strings());
      }
    }
    for (KubeObject object : graph.objectsOf(KUBEADM_CONFIG)) {
      if (object.root().at("networking", "dnsDomain") instanceof String written) {
        claim(written, DomainClaim.Source.KUBEADM, object.place("networking", "dnsDomain"));
      }
    }
    for (KubeObject object : graph.objectsOf(Kinds.CONFIG_MAP)) {
      MapNode data = object.root().map("data");
      if (data != null && object.namespace().equals(NAMESPACE)) {
        readEmbedded(data, "kubelet");
        readEmbedded(data, "ClusterConfiguration");
      }
    }
    for (KubeObject object : graph.objectsOf(KIND_CLUSTER)) {
      ListNode patches = object.root().list("kubeadmConfigPatches");
      for (int i = 0; patches != null && i < patches.size(); i++) {
        readEmbedded(patches, i);
      }
    }
  }

  private void readEmbedded(Node parent, Object key) {
    EmbeddedText text = EmbeddedText.of(parent, key);
    if (text == null) {
      return;
    }
    if (text.text().contains("ClusterConfiguration")) {
      readEmbedded(text, DNS_DOMAIN, DomainClaim.Source.KUBEADM);
    }
    if (text.text().contains("KubeletConfiguration")) {
      readEmbedded(text, CLUSTER_DOMAIN, DomainClaim.Source.KUBELET);
      Matcher server = CLUSTER_DNS.matcher(text.text());
      if (server.find()) {
        kubeletServers.add(server.group(1));
      }
    }
  }

  private void readEmbedded(EmbeddedText text, Pattern pattern, DomainClaim.Source source) {
    Matcher match = pattern.matcher(text.text());
    if (match.find()) {
      claim(match.group(1), source, text.place(match.start(1), match.end(1)));
    }
  }

  private void claim(String written, DomainClaim.Source source, Place place) {
    String zone = Zone.parse(written);
    if (zone != null && !zone.isEmpty()) {
      claims.add(new DomainClaim(zone, source, place));
    }
  }

  /** The kube-dns that clusters had before CoreDNS takes its domain as an argument. */
  private void readKubeDns() {
    KubeObject object = graph.find(Kinds.DEPLOYMENT, NAMESPACE, "kube-dns");
    Workload workload = object == null ? null : graph.workload(object);
    if (workload == null) {
      return;
    }
    for (Container container : workload.containers()) {
      ListNode args = container.node().list("args");
      for (int i = 0; args != null && i < args.size(); i++) {
        EmbeddedText text = EmbeddedText.of(args, i);
        if (text != null && text.text().startsWith("--domain=")) {
          int from = "--domain=".length();
          int to = text.text().length();
          claim(text.text().substring(from), DomainClaim.Source.KUBE_DNS, text.place(from, to));
        }
      }
    }
  }

  // --- the Corefile -------------------------------------------------------------

  /**
   * The Corefiles of the cluster's DNS, in input order; those of other DNS servers are left out.
   */
  public List<Corefile> corefiles() {
    return List.copyOf(corefiles);
  }

  /** The Corefile that a ConfigMap holds; null where it holds none of the cluster's DNS. */
  public @Nullable Corefile corefile(KubeObject configMap) {
    return corefileOf.get(configMap);
  }

  /**
   * What the cluster's DNS says to a full name; by nobody known where the input has no Corefile.
   */
  public DnsAnswer answer(String name) {
    if (corefiles.isEmpty()) {
      return new DnsAnswer(
          DnsAnswer.By.UNKNOWN, normal(name), "the Corefile is not in the input", List.of());
    }
    DnsAnswer first = corefiles.get(0).answer(name);
    for (Corefile corefile : corefiles) {
      DnsAnswer found = corefile.answer(name);
      if (found.fromCluster() != first.fromCluster()) {
        return new DnsAnswer(
            DnsAnswer.By.UNKNOWN, normal(name), "two Corefiles disagree", found.evidence());
      }
    }
    return first;
  }

  private boolean isClusterCorefile(KubeObject map) {
    String name = map.name();
    if (name.contains("node-local") || name.contains("nodelocal")) {
      return false;
    }
    Service dns = service;
    if (dns != null && dns.namespace().equals(map.namespace())) {
      for (Workload workload : graph.workloadsOf(dns)) {
        if (mounts(workload, name)) {
          return true;
        }
      }
    }
    if (map.namespace().equals(OPENSHIFT_NAMESPACE)) {
      return name.equals("dns-default");
    }
    return map.namespace().equals(NAMESPACE)
        && (name.equals("coredns")
            || (name.contains("coredns")
                && graph.find(Kinds.CONFIG_MAP, NAMESPACE, "coredns") == null));
  }

  private static boolean mounts(Workload workload, String configMap) {
    MapNode spec = workload.podSpec();
    if (spec == null) {
      return false;
    }
    for (MapNode volume : spec.maps("volumes")) {
      MapNode source = volume.map("configMap");
      if (source != null && configMap.equals(source.text("name"))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The texts that an import of a Corefile names. Files of the folder {@code custom} come from the
   * ConfigMap coredns-custom (K3s, AKS), others from the Corefile's own ConfigMap.
   */
  private List<EmbeddedText> imported(KubeObject map, String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    KubeObject from =
        path.contains("custom/")
            ? graph.find(Kinds.CONFIG_MAP, map.namespace(), "coredns-custom")
            : map;
    MapNode data = from == null ? null : from.root().map("data");
    List<EmbeddedText> out = new ArrayList<>();
    if (data == null) {
      return out;
    }
    String glob = "\\Q" + file.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    Pattern pattern = Pattern.compile(glob);
    for (String key : data.keySet()) {
      boolean itself = from == map && key.equals("Corefile");
      EmbeddedText text = EmbeddedText.of(data, key);
      if (text != null && !itself && pattern.matcher(key).matches()) {
        out.add(text);
      }
    }
    return out;
  }

  // --- the Service --------------------------------------------------------------

  /** The Service that pods ask for names; null where the input has none. */
  public @Nullable DnsService service() {
    return service == null ? null : describe(service);
  }

  private @Nullable Service findService() {
    Service usual = graph.service(NAMESPACE, "kube-dns");
    if (usual != null) {
      return usual;
    }
    for (Service candidate : graph.servicesIn(NAMESPACE)) {
      String app = Objects.requireNonNullElse(candidate.object().label("k8s-app"), "");
      boolean named =
          Set.of("kube-dns", "coredns").contains(app)
              || candidate.name().contains("coredns")
              || kubeletServers.contains(candidate.object().root().at("spec", "clusterIP"));
      boolean asked = candidate.ports().stream().anyMatch(port -> port.port() == 53);
      if (named && asked && !candidate.isHeadless() && !candidate.name().contains("upstream")) {
        return candidate;
      }
    }
    return graph.service(OPENSHIFT_NAMESPACE, "dns-default");
  }

  private DnsService describe(Service dns) {
    List<String> missing = new ArrayList<>(List.of("53/UDP", "53/TCP"));
    for (ServicePort port : dns.ports()) {
      missing.remove(port.port() + "/" + port.protocol());
    }
    List<Workload> servers =
        graph.workloadsIn(dns.namespace()).stream().filter(this::servesDns).toList();
    List<Place> evidence = new ArrayList<>();
    Known selects = graph.selectsWorkload(dns);
    String reason = "";
    boolean right = graph.workloadsOf(dns).stream().anyMatch(this::servesDns);
    if (!right && !servers.isEmpty()) {
      selects = Known.NO;
    } else if (!right && selects.isYes()) {
      selects = Known.UNKNOWN;
    }
    if (selects.isNo()) {
      Workload server = servers.isEmpty() ? null : servers.get(0);
      reason =
          server == null
              ? dns + " selects no pods"
              : dns + " does not select the pods of " + server;
      if (server != null) {
        evidence.add(server.templatePlace("metadata", "labels"));
      }
    }
    return new DnsService(dns, missing, selects, reason, evidence);
  }

  private boolean servesDns(Workload workload) {
    boolean mountsCorefile =
        corefiles.stream()
            .anyMatch(
                corefile ->
                    corefile.object().namespace().equals(workload.namespace())
                        && mounts(workload, corefile.object().name()));
    if (mountsCorefile) {
      return true;
    }
    for (Container container : workload.containers()) {
      String image = container.image();
      String repository = image.substring(image.lastIndexOf('/') + 1);
      boolean dns =
          repository.startsWith("coredns")
              || repository.startsWith("hardened-coredns")
              || repository.startsWith("mirrored-coredns")
              || repository.startsWith("k8s-dns-kube-dns");
      if (dns) {
        return true;
      }
    }
    return false;
  }

  // --- clients ------------------------------------------------------------------

  /** How the pods of a workload resolve names. */
  public ClientDns client(Workload workload) {
    String written = workload.dnsPolicy();
    MapNode spec = workload.podSpec();
    MapNode config = spec == null ? null : spec.map("dnsConfig");
    boolean onHost = workload.hostNetwork() && written.equals("ClusterFirst");
    String policy = onHost ? "Default" : written;
    List<String> searches = new ArrayList<>();
    boolean cluster = policy.equals("ClusterFirst") || policy.equals("ClusterFirstWithHostNet");
    if (cluster) {
      searches.add(workload.namespace() + ".svc." + domain);
      searches.add("svc." + domain);
      searches.add(domain);
    }
    ListNode more = config == null ? null : config.list("searches");
    if (more != null) {
      more.strings().forEach(search -> searches.add(normal(search)));
    }
    int ndots = ndots(config, cluster);
    List<Place> evidence = new ArrayList<>();
    if (spec != null && spec.containsKey("dnsPolicy")) {
      evidence.add(spec.placeOf("dnsPolicy"));
    }
    if (onHost && spec != null) {
      evidence.add(0, spec.placeOf("hostNetwork"));
    }
    Known asks;
    String reason;
    if (cluster) {
      asks = Known.YES;
      reason = "its pods ask the cluster's DNS";
    } else {
      asks = asksCluster(config);
      if (config != null && config.containsKey("nameservers")) {
        evidence.add(config.placeOf("nameservers"));
      }
      reason =
          switch (policy) {
            case "Default" ->
                onHost
                    ? "hostNetwork makes dnsPolicy ClusterFirst use the DNS of the node"
                    : "dnsPolicy Default uses the DNS of the node";
            case "None" -> "dnsPolicy None uses only the servers of dnsConfig";
            default -> "dnsPolicy " + policy + " is unknown";
          };
      if (!policy.equals("Default") && !policy.equals("None")) {
        asks = Known.UNKNOWN;
      }
    }
    return new ClientDns(asks, policy, searches, ndots, reason, evidence);
  }

  /** Whether one of the name servers that a pod adds by itself is the cluster's. */
  private Known asksCluster(@Nullable MapNode config) {
    ListNode servers = config == null ? null : config.list("nameservers");
    Known any = Known.NO;
    for (String server : servers == null ? List.<String>of() : servers.strings()) {
      any = any.or(isClusterServer(server));
    }
    return any;
  }

  private Known isClusterServer(String address) {
    Map<String, Boolean> ours = new LinkedHashMap<>();
    kubeletServers.forEach(server -> ours.put(server, true));
    ours.put(NODE_LOCAL_ADDRESS, true);
    if (service != null && service.object().root().at("spec", "clusterIP") instanceof String ip) {
      ours.put(ip, true);
    }
    if (ours.containsKey(address)) {
      return Known.YES;
    }
    return Known.of(!isPublic(address)).isYes() ? Known.UNKNOWN : Known.NO;
  }

  /** Whether an address is one that no cluster gives to a Service. */
  private static boolean isPublic(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    boolean privateRange =
        parts[0].equals("10")
            || (parts[0].equals("172") && parts[1].matches("1[6-9]|2\\d|3[01]"))
            || (parts[0].equals("192") && parts[1].equals("168"))
            || (parts[0].equals("100") && parts[1].matches("6[4-9]|[7-9]\\d|1[01]\\d|12[0-7]"))
            || parts[0].equals("169")
            || parts[0].equals("198")
            || parts[0].equals("127");
    return !privateRange;
  }

  private static int ndots(@Nullable MapNode config, boolean cluster) {
    if (config != null) {
      for (MapNode option : config.maps("options")) {
        String value = option.text("value");
        if ("ndots".equals(option.text("name")) && value != null && value.matches("\\d{1,2}")) {
          return Math.min(15, Integer.parseInt(value));
        }
      }
    }
    return cluster ? 5 : 1;
  }
}
