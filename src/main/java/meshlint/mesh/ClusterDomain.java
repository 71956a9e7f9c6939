package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.dns.ClusterDns;
import meshlint.dns.DomainClaim;
import meshlint.graph.Container;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * The DNS domain of the cluster as Istio has it, and every place of the input that names one. All
 * must agree: istiod makes its hostnames of its own, whatever DNS answers.
 */
public final class ClusterDomain {
  private static final String DEFAULT = ClusterDns.DEFAULT_DOMAIN;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([^)]+)\\)");

  private final List<Claim> claims;
  private final String domain;

  private ClusterDomain(List<Claim> claims, String domain) {
    this.claims = List.copyOf(claims);
    this.domain = domain;
  }

  /**
   * A place that says what the domain is.
   *
   * @param domain the domain, in lower case without a dot at the end
   * @param source what says it
   * @param place where it stands
   */
  public record Claim(String domain, Source source, Place place) {}

  /** What can say the domain. */
  public enum Source {
    /** istiod's {@code --domain}: the domain of every hostname in Istio. */
    ISTIOD("istiod"),
    /** istiod without {@code --domain}, which means cluster.local. */
    ISTIOD_DEFAULT("istiod by default"),
    /** {@code --domain} of a proxy: the short names that it routes. */
    PROXY("a proxy's arguments"),
    /** {@code global.proxy.clusterDomain} of the injector: the {@code --domain} of its proxies. */
    INJECTOR("the sidecar injector"),
    /** {@code global.proxy.clusterDomain} of an IstioOperator: both of the above. */
    OPERATOR("the IstioOperator"),
    /** The Corefile: what DNS answers. */
    COREFILE("the Corefile"),
    /** The kubelet's {@code clusterDomain}: what pods search. */
    KUBELET("the kubelet configuration"),
    /** kubeadm's {@code dnsDomain}. */
    KUBEADM("kubeadm's configuration"),
    /** {@code --domain} of kube-dns: what DNS answers. */
    KUBE_DNS("kube-dns");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** As a message names it. */
    public String words() {
      return words;
    }

    /** Whether it is a part of Istio rather than of Kubernetes. */
    public boolean isIstio() {
      return ordinal() <= OPERATOR.ordinal();
    }
  }

  static ClusterDomain of(ObjectGraph graph, ControlPlane controlPlane, ClusterDns dns) {
    List<Claim> claims = new ArrayList<>();
    for (Istiod istiod : controlPlane.istiods()) {
      claimOf(istiod, claims);
    }
    injector(controlPlane, claims);
    for (KubeObject operator : controlPlane.operators()) {
      MapNode proxy = operator.root().mapAt("spec", "values", "global", "proxy");
      String written = proxy == null ? null : proxy.text("clusterDomain");
      if (proxy != null && written != null) {
        add(claims, written, Source.OPERATOR, proxy.placeOf("clusterDomain"));
      }
    }
    for (Workload workload : graph.workloads()) {
      Container proxy = workload.container(IstioLabels.PROXY_CONTAINER);
      if (proxy != null) {
        claimOf(proxy, claims);
      }
    }
    String istio = claims.isEmpty() ? null : claims.get(0).domain();
    for (DomainClaim claim : dns.domainClaims()) {
      claims.add(new Claim(claim.domain(), Source.valueOf(claim.source().name()), claim.place()));
    }
    return new ClusterDomain(claims, istio == null ? dns.domain() : istio);
  }

  private static void injector(ControlPlane controlPlane, List<Claim> claims) {
    ControlPlane.Injector injector = controlPlane.injector();
    MapNode values = injector.values();
    // Without its own ConfigMap the injector's values are the operator's.
    if (values == null || injector.config() == null) {
      return;
    }
    MapNode proxy = values.mapAt("global", "proxy");
    String written = proxy == null ? null : proxy.text("clusterDomain");
    if (proxy != null && written != null) {
      add(claims, written, Source.INJECTOR, proxy.placeOf("clusterDomain"));
    }
  }

  private static void claimOf(Istiod istiod, List<Claim> claims) {
    Map.Entry<String, Place> option = istiod.option("domain");
    if (option != null) {
      addExpanded(claims, istiod.discovery(), option, Source.ISTIOD);
      return;
    }
    ListNode args = istiod.discovery().node().list("args");
    if (args != null && args.contains("discovery")) {
      add(claims, DEFAULT, Source.ISTIOD_DEFAULT, istiod.discovery().node().placeOf("args"));
    }
  }

  /** A proxy's domain is {@code NAMESPACE.svc.DOMAIN}. */
  private static void claimOf(Container proxy, List<Claim> claims) {
    Map.Entry<String, Place> option = Istiod.option(proxy, "domain");
    int svc = option == null ? -1 : option.getKey().indexOf(".svc.");
    if (option != null && svc >= 0) {
      String domain = option.getKey().substring(svc + ".svc.".length());
      addExpanded(claims, proxy, Map.entry(domain, option.getValue()), Source.PROXY);
    }
  }

  /** Adds a domain that may be written as a variable: {@code --domain=$(CLUSTER_DOMAIN)}. */
  private static void addExpanded(
      List<Claim> claims, Container container, Map.Entry<String, Place> option, Source source) {
    Matcher variable = VARIABLE.matcher(option.getKey());
    if (!variable.find()) {
      add(claims, option.getKey(), source, option.getValue());
      return;
    }
    MapNode env = variable.matches() ? container.env(variable.group(1)) : null;
    String value = env == null ? null : env.text("value");
    if (env != null && value != null) {
      add(claims, value, source, env.placeOf("value"));
    }
  }

  private static void add(List<Claim> claims, String written, Source source, Place place) {
    String domain = normal(written);
    if (!domain.isEmpty()) {
      claims.add(new Claim(domain, source, place));
    }
  }

  private static String normal(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * The domain of Istio's hostnames: istiod's, else what Kubernetes' own parts say, else what the
   * user says, else {@code cluster.local}.
   */
  public String domain() {
    return domain;
  }

  /** Every place that names the domain, Istio's own first. */
  public List<Claim> claims() {
    return claims;
  }

  /** The first place that says the domain that holds; null where the input does not say it. */
  public @Nullable Claim decisive() {
    for (Claim claim : claims) {
      if (claim.domain().equals(domain)) {
        return claim;
      }
    }
    return null;
  }

  /** Whether the input or the user says the domain, rather than it being the usual one. */
  public boolean isKnown(ObjectGraph graph) {
    return !claims.isEmpty() || graph.settings().domain() != null;
  }
}
