package meshlint.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds host names in any text (a URL, an address list, a flag, a shell script, a configuration
 * file) in one pass. Only names that a predicate knows are looked at closely, so that the cost is
 * that of reading the text.
 */
final class HostScanner {
  // Whatever follows :// in these is no host of the cluster.
  private static final Set<String> OTHER_SCHEMES =
      Set.of(
          "spiffe",
          "unix",
          "file",
          "docker",
          "oci",
          "s3",
          "gs",
          "classpath",
          "containerd",
          "npipe",
          "arn",
          "secret",
          "configmap",
          "ref",
          "git",
          "ssh",
          "chrome",
          "about",
          "data",
          "blob",
          "vault",
          "memory",
          "mem",
          "inmemory",
          "local");
  // gRPC resolvers: the authority is a DNS server, the path is the target.
  private static final Set<String> PATH_SCHEMES = Set.of("dns", "xds", "passthrough", "kube");
  // Commands whose argument is a host, and flags of clients that take one.
  private static final Set<String> HOST_COMMANDS =
      Set.of(
          "nslookup", "dig", "ping", "host", "getent", "hosts", "nc", "ncat", "telnet", "-h", "-H");
  // How far around a name its line is read, so that one endless line costs no more than many.
  private static final int MAX_BACK = 500;

  private final String text;
  private final Predicate<String> known;
  private final List<HostToken> found = new ArrayList<>();

  private HostScanner(String text, Predicate<String> known) {
    this.text = text;
    this.known = known;
  }

  /**
   * The host names in a text that a predicate knows, in order.
   *
   * @param known whether a name, in lower case, can be one of the cluster
   */
  static List<HostToken> scan(String text, Predicate<String> known) {
    HostScanner scanner = new HostScanner(text, known);
    scanner.run();
    return scanner.found;
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '#' && startsLine(i)) {
        i = endOfLine(i);
      } else if (!isWordChar(c)) {
        i++;
      } else {
        int end = i;
        while (end < text.length() && isWordChar(text.charAt(end))) {
          end++;
        }
        i = text.startsWith("://", end) ? url(i, end) : word(i, end);
      }
    }
  }

  private boolean startsLine(int at) {
    int i = at - 1;
    while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i--;
    }
    return i < 0 || text.charAt(i) == '\n';
  }

  private int endOfLine(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  // --- URLs ---------------------------------------------------------------------

  /** Reads the authority of a URL; returns where to go on. */
  private int url(int schemeFrom, int schemeTo) {
    // postgresql+driver:// is a postgresql URL.
    int plus = schemeFrom > 0 && text.charAt(schemeFrom - 1) == '+' ? schemeFrom - 1 : schemeTo;
    int start = Math.min(schemeFrom, plus);
    while (plus < schemeTo && start > 0 && isWordChar(text.charAt(start - 1))) {
      start--;
    }
    String scheme = text.substring(start, Math.min(plus, schemeTo)).toLowerCase(Locale.ROOT);
    int from = schemeTo + 3;
    if (PATH_SCHEMES.contains(scheme) && from < text.length() && text.charAt(from) == '/') {
      from++;
    }
    int end = from;
    int at = -1;
    while (end < text.length() && !endsAuthority(text.charAt(end))) {
      if (text.charAt(end) == '@') {
        at = end;
      }
      end++;
    }
    if (OTHER_SCHEMES.contains(scheme)) {
      return Math.max(end, from);
    }
    int hostFrom = at < 0 ? from : at + 1;
    while (hostFrom < end) {
      int comma = text.indexOf(',', hostFrom);
      int itemTo = comma < 0 || comma > end ? end : comma;
      authority(hostFrom, itemTo, scheme);
      hostFrom = itemTo + 1;
    }
    return Math.max(end, from);
  }

  private static boolean endsAuthority(char c) {
    return Character.isWhitespace(c) || "/?#\"'`<>|;()[]{}\\&".indexOf(c) >= 0;
  }

  /** One {@code host:port} of a URL. */
  private void authority(int from, int to, String scheme) {
    int end = from;
    while (end < to && isWordChar(text.charAt(end))) {
      end++;
    }
    int hostTo = trimmed(from, end);
    String host = host(from, hostTo);
    if (host == null) {
      return;
    }
    boolean colon = end < to && text.charAt(end) == ':';
    boolean variable =
        end < to && text.charAt(end) == ':' && end + 1 < to && text.charAt(end + 1) == '$';
    if (end < to ? !colon : to < text.length() && "{[%$".indexOf(text.charAt(to)) >= 0) {
      return;
    }
    int portTo = colon ? digits(end + 1) : -1;
    if (colon && !variable && portTo != to) {
      return;
    }
    add(from, hostTo, host, scheme, variable ? -1 : portTo, colon, end + 1);
  }

  // --- other words ----------------------------------------------------------------

  /** Looks at a word that is no scheme; returns where to go on. */
  private int word(int from, int end) {
    int to = trimmed(from, end);
    String host = host(from, to);
    if (host == null || !startsValue(from)) {
      return end;
    }
    if (end < text.length() && text.charAt(end) == ':') {
      boolean variable = end + 1 < text.length() && text.charAt(end + 1) == '$';
      int portTo = digits(end + 1);
      if (variable || (portTo > end + 1 && endsPort(portTo))) {
        add(from, to, host, null, variable ? -1 : portTo, true, end + 1);
        return variable ? end : portTo;
      }
    } else if (endsValue(end)) {
      int portTo = portBehindBlank(from, end);
      add(from, to, host, null, portTo, portTo > 0, end + 1);
    }
    return end;
  }

  /** Where the number behind {@code nc host port} ends; -1 for anything else. */
  private int portBehindBlank(int from, int to) {
    if (to >= text.length() || text.charAt(to) != ' ') {
      return -1;
    }
    int end = digits(to + 1);
    if (end <= to + 1 || !endsPort(end)) {
      return -1;
    }
    String before = " " + text.substring(lineFrom(from), from);
    return before.contains(" nc ") || before.contains(" ncat ") || before.contains(" telnet ")
        ? end
        : -1;
  }

  /** Whether a value may start here. */
  private boolean startsValue(int from) {
    if (from == 0) {
      return true;
    }
    char before = text.charAt(from - 1);
    if (before == '/') {
      // //host:port, and jdbc's @//host:port
      return from >= 2
          && text.charAt(from - 2) == '/'
          && (from == 2 || text.charAt(from - 3) == '@' || isOpening(text.charAt(from - 3)));
    }
    return before == '@' || isOpening(before);
  }

  private static boolean isOpening(char c) {
    return Character.isWhitespace(c) || "\"'`=,;([{<>|+".indexOf(c) >= 0;
  }

  private boolean endsValue(int to) {
    return to >= text.length()
        || Character.isWhitespace(text.charAt(to))
        || "\"'`,;)]}<>|\\&".indexOf(text.charAt(to)) >= 0;
  }

  private boolean endsPort(int to) {
    if (to >= text.length()) {
      return true;
    }
    char c = text.charAt(to);
    boolean version =
        c == '.' && to + 1 < text.length() && Character.isLetterOrDigit(text.charAt(to + 1));
    return !Character.isLetterOrDigit(c) && c != '-' && c != '_' && !version;
  }

  /** Where the digits from an index end; at most five of them. */
  private int digits(int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end - from > 5 ? from : end;
  }

  private int trimmed(int from, int to) {
    int end = to;
    while (end > from && text.charAt(end - 1) == '.') {
      end--;
    }
    return end;
  }

  /** The name between two indexes; null where it has not the form of one or is not known. */
  private @Nullable String host(int from, int to) {
    if (to <= from || to - from > 253 || text.charAt(to - 1) == '-') {
      return null;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '_' || Character.isUpperCase(c) || (c == '.' && text.charAt(i + 1) == '.')) {
        return null;
      }
    }
    String host = text.substring(from, to);
    return known.test(host) ? host : null;
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  private void add(
      int from,
      int to,
      String host,
      @Nullable String scheme,
      int portTo,
      boolean hasPort,
      int portFrom) {
    Integer port = null;
    if (portTo > portFrom) {
      int number = Integer.parseInt(text.substring(portFrom, portTo));
      if (number < 1 || number > 65_535) {
        return;
      }
      port = number;
    }
    String key = key(from);
    boolean argument = key != null && (key.startsWith("-") || HOST_COMMANDS.contains(key));
    boolean whole = argument || isWhole(from, Math.max(to, port == null ? to : portTo));
    found.add(
        new HostToken(
            from,
            to,
            host,
            scheme,
            port,
            port == null ? -1 : portFrom,
            port == null ? -1 : portTo,
            hasPort,
            key,
            whole));
  }

  // --- what a line calls its value ------------------------------------------------

  /** The key or flag before an index on its line; null where there is none. */
  private @Nullable String key(int from) {
    int lineFrom = lineFrom(from);
    int i = from - 1;
    // Back over the value so far: the parts of a URL or list before the name.
    while (i >= lineFrom && " \t='\"`".indexOf(text.charAt(i)) < 0) {
      i--;
    }
    i = skipBack(i, lineFrom, " \t\"'[{");
    if (i >= lineFrom && text.charAt(i) == ',') {
      while (i >= lineFrom
          && (isWordChar(text.charAt(i)) || " \t\"',:".indexOf(text.charAt(i)) >= 0)) {
        i--;
      }
      i = skipBack(i, lineFrom, " \t\"'[");
    }
    if (i < lineFrom) {
      return null;
    }
    int end = i + 1;
    boolean assigned = text.charAt(i) == '=' || text.charAt(i) == ':';
    if (assigned) {
      end = i;
      while (end > lineFrom && " \t\"'".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
    }
    int start = end;
    while (start > lineFrom && isKeyChar(text.charAt(start - 1))) {
      start--;
    }
    String word = text.substring(start, end);
    if (assigned) {
      return word.isEmpty() ? null : word;
    }
    return word.startsWith("-") || HOST_COMMANDS.contains(word) ? word : null;
  }

  private int skipBack(int from, int stop, String chars) {
    int i = from;
    while (i >= stop && chars.indexOf(text.charAt(i)) >= 0) {
      i--;
    }
    return i;
  }

  /** Where the line of an index starts, but not further back than looking is cheap. */
  private int lineFrom(int at) {
    int stop = Math.max(0, at - MAX_BACK);
    int i = at;
    while (i > stop && text.charAt(i - 1) != '\n') {
      i--;
    }
    return i;
  }

  private static boolean isKeyChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  /** Whether the value that a name stands in holds nothing but names, ports and commas. */
  private boolean isWhole(int from, int to) {
    int left = from - 1;
    int stop = Math.max(0, from - MAX_BACK);
    while (left >= stop
        && (isWordChar(text.charAt(left)) || ",: ".indexOf(text.charAt(left)) >= 0)) {
      if (text.charAt(left) == ' ' && left > 0 && text.charAt(left - 1) != ',') {
        break;
      }
      left--;
    }
    boolean starts = left < 0 || "\n=\"' [\t".indexOf(text.charAt(left)) >= 0;
    int right = to;
    int end = Math.min(text.length(), to + MAX_BACK);
    while (right < end
        && (isWordChar(text.charAt(right)) || ",: ".indexOf(text.charAt(right)) >= 0)) {
      if (text.charAt(right) == ' ' && text.charAt(right - 1) != ',') {
        break;
      }
      right++;
    }
    int rest = right;
    while (rest < end && " \t\"';,]".indexOf(text.charAt(rest)) >= 0) {
      rest++;
    }
    return starts && (rest >= text.length() || text.charAt(rest) == '\n');
  }
}
