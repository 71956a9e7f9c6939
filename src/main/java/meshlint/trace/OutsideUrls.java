package meshlint.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Finds URLs of hosts outside of the cluster in environment variables, commands and arguments. Only
 * URLs count: a bare name with dots may be anything.
 */
final class OutsideUrls {
  // Their values are the application's own address, or are compared or shown.
  private static final Set<String> NOT_DIALLED =
      Set.of(
          "public",
          "external",
          "base",
          "root",
          "site",
          "home",
          "self",
          "own",
          "frontend",
          "app",
          "website",
          "domain",
          "docs",
          "documentation",
          "help",
          "homepage",
          "link",
          "schema",
          "namespace",
          "xmlns",
          "proxy",
          "logout",
          "login",
          "signin",
          "return",
          "success",
          "cancel",
          "web");

  private final ObjectGraph graph;
  private final HostNames names;
  private final Map<Workload, List<OutsideUrl>> known = new HashMap<>();

  OutsideUrls(ObjectGraph graph, HostNames names) {
    this.graph = graph;
    this.names = names;
  }

  List<OutsideUrl> of(Workload workload) {
    return known.computeIfAbsent(workload, this::read);
  }

  private List<OutsideUrl> read(Workload workload) {
    Map<List<Object>, OutsideUrl> out = new LinkedHashMap<>();
    for (Container container : workload.containers()) {
      if (container.init()) {
        continue;
      }
      Environment environment = new Environment(container, workload.namespace(), graph);
      environment.values().forEach((name, value) -> scan(workload, name, value, out));
      for (MappedText word : environment.commandLine(container)) {
        scan(workload, null, word, out);
      }
    }
    return new ArrayList<>(out.values());
  }

  private void scan(
      Workload workload,
      @Nullable String name,
      MappedText text,
      Map<List<Object>, OutsideUrl> out) {
    if (!text.text().contains("://") || (name != null && !isDialled(name))) {
      return;
    }
    for (HostToken token : HostScanner.scan(text.text(), this::isOutside)) {
      String scheme = token.scheme();
      Integer port = token.port();
      if (port == null && scheme != null && !token.hasPort()) {
        port = WorkloadReader.portOf(scheme);
      }
      String key = token.key();
      if (scheme != null && port != null && (key == null || isDialled(key))) {
        OutsideUrl url =
            new OutsideUrl(
                workload, scheme, token.host(), port, text.place(token.from(), token.to()));
        out.putIfAbsent(List.of(scheme, token.host(), port), url);
      }
    }
  }

  private static boolean isDialled(String name) {
    if (NameHints.saysNoHost(name)) {
      return false;
    }
    for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
      if (NOT_DIALLED.contains(word)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a name has the form of one outside of the cluster: it ends with a word of letters. */
  private boolean isOutside(String host) {
    int dot = host.lastIndexOf('.');
    String top = host.substring(dot + 1);
    return dot > 0
        && top.length() >= 2
        && top.chars().allMatch(c -> c >= 'a' && c <= 'z')
        && !top.equals("svc")
        && !top.equals("local")
        && !top.equals("localhost")
        && !names.mayName(host);
  }
}
