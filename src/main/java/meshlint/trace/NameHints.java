package meshlint.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the name of a variable, key or flag says about its value. */
final class NameHints {
  private static final Set<String> HOSTS =
      Set.of(
          "host",
          "hosts",
          "hostname",
          "hostnames",
          "hostport",
          "addr",
          "addrs",
          "address",
          "addresses",
          "url",
          "urls",
          "uri",
          "uris",
          "endpoint",
          "endpoints",
          "server",
          "servers",
          "service",
          "svc",
          "broker",
          "brokers",
          "bootstrap",
          "upstream",
          "seeds",
          "dsn",
          "quorum",
          "connect",
          "peers",
          "hostnameorip",
          "contactpoints",
          "h");
  // Their values are compared or shown, not dialled.
  private static final Set<String> NO_HOSTS =
      Set.of(
          "image",
          "tag",
          "allowed",
          "allowlist",
          "whitelist",
          "trusted",
          "cors",
          "origin",
          "origins",
          "san",
          "sans",
          "altnames",
          "advertise",
          "advertised",
          "alias",
          "aliases",
          "cookie",
          "redirect",
          "callback",
          "issuer",
          "audience",
          "noproxy",
          "override");
  private static final Set<String> OWN_SERVICE =
      Set.of("dd", "otel", "app", "my", "this", "jaeger");
  private static final List<String> HOST_WORDS =
      List.of(
          "hostname",
          "host",
          "address",
          "addr",
          "servers",
          "server",
          "endpoint",
          "service",
          "url",
          "uri");

  private NameHints() {}

  /** Whether a name says that its value is a host to connect to. */
  static boolean saysHost(@Nullable String name) {
    List<String> parts = parts(name);
    while (!parts.isEmpty() && parts.get(parts.size() - 1).matches("\\d+")) {
      parts.remove(parts.size() - 1);
    }
    if (parts.isEmpty()) {
      return false;
    }
    String last = parts.get(parts.size() - 1);
    String before = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
    if (last.equals("name")) {
      return before.equals("host");
    }
    if (last.equals("service")) {
      return parts.size() > 1 && !OWN_SERVICE.contains(parts.get(0));
    }
    return HOSTS.contains(last)
        || (last.equals("points") && before.equals("contact"))
        || Set.of("nslookup", "dig", "ping", "getent", "nc", "ncat", "telnet").contains(last);
  }

  /** Whether a name says that its value is no host to connect to. */
  static boolean saysNoHost(@Nullable String name) {
    List<String> parts = parts(name);
    for (int i = 0; i < parts.size(); i++) {
      boolean noProxy = parts.get(i).equals("no") && i + 1 < parts.size();
      if (NO_HOSTS.contains(parts.get(i)) || (noProxy && parts.get(i + 1).equals("proxy"))) {
        return true;
      }
    }
    boolean serverName =
        parts.size() > 1
            && parts.get(parts.size() - 1).equals("name")
            && parts.get(parts.size() - 2).equals("server");
    return serverName || (parts.contains("dns") && parts.contains("names"));
  }

  /** What the variable beside one for a host is called that holds its port; best guess first. */
  static List<String> portNames(String name) {
    List<String> out = new ArrayList<>();
    String lower = name.toLowerCase(Locale.ROOT);
    for (String word : HOST_WORDS) {
      int at = lower.lastIndexOf(word);
      if (at >= 0 && at + word.length() == lower.length()) {
        String written = name.substring(at);
        String port =
            written.equals(written.toUpperCase(Locale.ROOT))
                ? "PORT"
                : Character.isUpperCase(written.charAt(0)) ? "Port" : "port";
        out.add(name.substring(0, at) + port);
        break;
      }
    }
    boolean upper = name.equals(name.toUpperCase(Locale.ROOT));
    out.add(name + (upper ? "_PORT" : "Port"));
    return out;
  }

  /** The words of a name, in lower case: {@code DB_HOST}, {@code dbHost}, {@code --db-host}. */
  private static List<String> parts(@Nullable String name) {
    List<String> out = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; name != null && i <= name.length(); i++) {
      char c = i < name.length() ? name.charAt(i) : ' ';
      boolean camel =
          Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
      if ((!Character.isLetterOrDigit(c) || camel) && part.length() > 0) {
        out.add(part.toString());
        part.setLength(0);
      }
      if (Character.isLetterOrDigit(c)) {
        part.append(Character.toLowerCase(c));
      }
    }
    return out;
  }
}
