package meshlint.mesh;

/** How Istio compares hosts (pkg/config/host/name.go). */
final class Hosts {
  private Hosts() {}

  /**
   * Whether a pattern ({@code *}, {@code *.example.com} or a plain name) stands for a plain name.
   */
  static boolean covers(String pattern, String name) {
    if (pattern.startsWith("*")) {
      return name.length() >= pattern.length() && name.endsWith(pattern.substring(1));
    }
    return pattern.equals(name);
  }

  /** Whether two patterns stand for a common name. */
  static boolean overlap(String a, String b) {
    boolean aWild = a.startsWith("*");
    boolean bWild = b.startsWith("*");
    if (aWild && bWild) {
      String x = a.substring(1);
      String y = b.substring(1);
      return x.endsWith(y) || y.endsWith(x);
    }
    return aWild ? covers(a, b) : bWild ? covers(b, a) : a.equals(b);
  }

  /** Whether every name of pattern {@code b} is one of pattern {@code a}. */
  static boolean contains(String a, String b) {
    if (!a.startsWith("*")) {
      return a.equals(b);
    }
    String x = a.substring(1);
    return b.startsWith("*") ? b.substring(1).endsWith(x) : covers(a, b);
  }

  /**
   * The namespace in the full name of a Service ({@code service.namespace.svc.domain}).
   *
   * @param otherwise what a host is given that is no such name
   */
  static String namespace(String host, String domain, String otherwise) {
    String suffix = ".svc." + domain;
    if (!host.endsWith(suffix)) {
      return otherwise;
    }
    String path = host.substring(0, host.length() - suffix.length());
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Whether text is an IPv4 or IPv6 address. */
  static boolean isAddress(String text) {
    return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.indexOf(':') >= 0;
  }
}
