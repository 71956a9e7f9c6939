package meshlint.dns;

import meshlint.manifest.Place;

/**
 * A place of the input that says what the cluster's DNS domain is.
 *
 * @param domain the domain, in lower case without a dot at the end
 * @param source what says it
 * @param place where it stands
 */
public record DomainClaim(String domain, Source source, Place place) {
  /** What can say the cluster's domain. */
  public enum Source {
    /** A zone of the Corefile's {@code kubernetes} plugin: what DNS answers. */
    COREFILE("the Corefile"),
    /** {@code clusterDomain} of a KubeletConfiguration: what pods search. */
    KUBELET("the kubelet configuration"),
    /** {@code networking.dnsDomain} of kubeadm's ClusterConfiguration. */
    KUBEADM("kubeadm's ClusterConfiguration"),
    /** {@code --domain} of the kube-dns of old clusters: what DNS answers. */
    KUBE_DNS("kube-dns");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** As a message names it. */
    public String words() {
      return words;
    }
  }
}
