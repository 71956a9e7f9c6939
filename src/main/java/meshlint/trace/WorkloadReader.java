package meshlint.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.finding.Confidence;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.trace.Dependency.Client;
import meshlint.trace.Dependency.Source;
import org.jspecify.annotations.Nullable;

/** Reads from a workload's manifest, and the ConfigMaps it uses, what its pods connect to. */
final class WorkloadReader {
  private static final Map<String, Integer> SCHEME_PORTS =
      Map.ofEntries(
          Map.entry("http", 80),
          Map.entry("ws", 80),
          Map.entry("https", 443),
          Map.entry("wss", 443),
          Map.entry("postgres", 5432),
          Map.entry("postgresql", 5432),
          Map.entry("mysql", 3306),
          Map.entry("mariadb", 3306),
          Map.entry("redis", 6379),
          Map.entry("mongodb", 27017),
          Map.entry("amqp", 5672),
          Map.entry("amqps", 5671),
          Map.entry("nats", 4222),
          Map.entry("ldap", 389),
          Map.entry("ldaps", 636),
          Map.entry("smtp", 25),
          Map.entry("mqtt", 1883));
  private static final Pattern NGINX_UPSTREAM = Pattern.compile("\\bupstream\\s+([\\w.-]+)\\s*\\{");
  private static final Pattern SERVICE_VARIABLE =
      Pattern.compile("\\$[({]?([A-Z][A-Z0-9_]*_SERVICE_HOST)\\b");
  private static final Pattern NUMBER_LINE =
      Pattern.compile(
          "^[ \\t]*[\"']?([\\w.-]+)[\"']?[ \\t]*[:=][ \\t]*[\"']?(\\d{2,5})[\"']?[ \\t,]*\\r?$");
  // How many lines away the port of a host in a configuration file may stand.
  private static final int NEAR = 6;

  private final ObjectGraph graph;
  private final HostNames names;
  // ConfigMaps are read once, however many workloads use them.
  private final Map<KubeObject, Map<String, Scan>> scans = new HashMap<>();

  WorkloadReader(ObjectGraph graph, HostNames names) {
    this.graph = graph;
    this.names = names;
  }

  /**
   * A text and the names in it.
   *
   * @param local names that the text defines itself, such as nginx upstreams
   */
  private record Scan(MappedText text, List<HostToken> tokens, Set<String> local) {}

  /** A number beside a host, and where it stands. */
  private record Port(int number, Place place) {}

  /** Finds the port that belongs to a host by what the host is called. */
  private interface PortFinder {
    @Nullable Port find(String key, int from);
  }

  /** The port that a URL of a scheme means where it names none; null where that is not known. */
  static @Nullable Integer portOf(String scheme) {
    return SCHEME_PORTS.get(scheme);
  }

  /** What the pods of a workload connect to. */
  List<Dependency> read(Workload workload) {
    Reading reading = new Reading(workload);
    for (Container container : workload.allContainers()) {
      reading.container(container);
    }
    reading.volumes();
    reading.annotations();
    reading.peers();
    return reading.found();
  }

  private Scan scan(MappedText text) {
    String content = text.text();
    List<HostToken> tokens = HostScanner.scan(content, names::mayName);
    Set<String> local = new HashSet<>();
    if (!tokens.isEmpty() && content.contains("upstream")) {
      Matcher matcher = NGINX_UPSTREAM.matcher(content);
      while (matcher.find()) {
        local.add(matcher.group(1));
      }
    }
    return new Scan(text, tokens, local);
  }

  private @Nullable Scan file(MapNode data, String key) {
    Map<String, Scan> files = scans.computeIfAbsent(data.object(), k -> new HashMap<>());
    Scan known = files.get(key);
    EmbeddedText text = known == null ? EmbeddedText.of(data, key) : null;
    if (text != null) {
      known = scan(MappedText.of(text));
      files.put(key, known);
    }
    return known;
  }

  /** The reading of one workload. */
  private final class Reading {
    private final Workload workload;
    private final Client client;
    private final List<Service> own;
    private final Map<List<Object>, Dependency> found = new LinkedHashMap<>();

    Reading(Workload workload) {
      this.workload = workload;
      this.client = Client.of(workload);
      this.own = graph.servicesOf(workload);
    }

    List<Dependency> found() {
      return new ArrayList<>(found.values());
    }

    void container(Container container) {
      Environment environment = new Environment(container, workload.namespace(), graph);
      PortFinder ports =
          (key, from) -> {
            for (String name : NameHints.portNames(key)) {
              MappedText value = environment.values().get(name);
              if (value != null) {
                return port(value.text(), value.place(0, value.length()));
              }
            }
            return null;
          };
      environment
          .values()
          .forEach(
              (name, value) -> {
                boolean here = value.field().parent().object() == workload.object();
                Source source = here ? Source.ENVIRONMENT : Source.CONFIGURATION;
                tokens(scan(value), name, source, container, ports);
                serviceVariables(value, source, container);
              });
      commandLine(environment.commandLine(container), container);
      for (String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
        probe(container, probe);
      }
    }

    private @Nullable Port port(String text, Place place) {
      String digits = text.strip();
      return digits.matches("\\d{1,5}") ? new Port(Integer.parseInt(digits), place) : null;
    }

    private void commandLine(List<MappedText> words, Container container) {
      Map<String, Port> flags = new HashMap<>();
      String before = "";
      for (MappedText word : words) {
        String text = word.text();
        int equal = text.indexOf('=');
        if (text.startsWith("-") && equal > 0) {
          Port port = port(text.substring(equal + 1), word.place(equal + 1, text.length()));
          if (port != null) {
            flags.put(text.substring(0, equal), port);
          }
        } else if (before.startsWith("-")) {
          Port port = port(text, word.place(0, text.length()));
          if (port != null) {
            flags.put(before, port);
          }
        }
        before = text;
      }
      PortFinder ports =
          (key, from) -> {
            for (String name : NameHints.portNames(key)) {
              Port port = flags.get(name);
              if (port != null) {
                return port;
              }
            }
            return null;
          };
      before = "";
      for (MappedText word : words) {
        String key = before.startsWith("-") && before.indexOf('=') < 0 ? before : null;
        tokens(scan(word), key, Source.ARGUMENT, container, ports);
        serviceVariables(word, Source.ARGUMENT, container);
        before = word.text();
      }
    }

    private void probe(Container container, String field) {
      MapNode probe = container.probe(field);
      for (String handler : List.of("httpGet", "tcpSocket")) {
        MapNode node = probe == null ? null : probe.map(handler);
        EmbeddedText host = node == null ? null : EmbeddedText.of(node, "host");
        if (node == null || host == null) {
          continue;
        }
        Target target = names.resolve(host.text(), workload.namespace());
        Long port = node.integer("port");
        if (target != null) {
          add(
              new Dependency(
                  client,
                  target,
                  port == null ? null : port.intValue(),
                  port != null,
                  Source.PROBE,
                  Confidence.HIGH,
                  host.text(),
                  host.place(),
                  port == null ? null : node.placeOf("port"),
                  container));
        }
      }
    }

    /** The files that its pods read from ConfigMaps and Secrets. */
    void volumes() {
      MapNode spec = workload.podSpec();
      if (spec == null) {
        return;
      }
      for (MapNode volume : spec.maps("volumes")) {
        volume(volume.map("configMap"), volume.map("secret"));
        MapNode projected = volume.map("projected");
        if (projected != null) {
          for (MapNode source : projected.maps("sources")) {
            volume(source.map("configMap"), source.map("secret"));
          }
        }
      }
    }

    private void volume(@Nullable MapNode configMap, @Nullable MapNode secret) {
      if (configMap != null) {
        files(
            configMap,
            Environment.data(
                Kinds.CONFIG_MAP, configMap.text("name"), workload.namespace(), graph));
      }
      if (secret != null) {
        String name = secret.text("secretName");
        files(
            secret,
            Environment.data(
                Kinds.SECRET,
                name == null ? secret.text("name") : name,
                workload.namespace(),
                graph));
      }
    }

    private void files(MapNode source, @Nullable MapNode data) {
      if (data == null) {
        return;
      }
      ListNode items = source.list("items");
      Set<String> keys = new HashSet<>();
      for (MapNode item : items == null ? List.<MapNode>of() : items.maps()) {
        String key = item.text("key");
        keys.add(key == null ? "" : key);
      }
      for (int i = 0; i < data.childCount(); i++) {
        String key = data.keyAt(i);
        Scan scan = items == null || keys.contains(key) ? file(data, key) : null;
        if (scan != null) {
          EmbeddedText text = scan.text().field();
          boolean lines = text.text().indexOf('\n') >= 0;
          tokens(
              scan, lines ? null : key, Source.CONFIGURATION, null, (k, at) -> near(text, k, at));
        }
      }
    }

    /** The port on a line near a host's, as {@code port: 5432} beside {@code host: db}. */
    private @Nullable Port near(EmbeddedText text, String key, int from) {
      String content = text.text();
      int first = from;
      for (int i = 0; i <= NEAR && first > 0; i++) {
        first = content.lastIndexOf('\n', first - 1);
      }
      Port best = null;
      int bestDistance = Integer.MAX_VALUE;
      int line = Math.max(0, first + 1);
      for (int i = 0; i <= 2 * NEAR && line < content.length(); i++) {
        int end = content.indexOf('\n', line);
        end = end < 0 ? content.length() : end;
        Matcher match = NUMBER_LINE.matcher(content.substring(line, Math.min(end, line + 500)));
        if (match.matches() && NameHints.portNames(key).contains(match.group(1))) {
          int distance = Math.abs(from - line);
          if (distance < bestDistance) {
            bestDistance = distance;
            int at = line + match.start(2);
            best = port(match.group(2), text.place(at, at + match.group(2).length()));
          }
        }
        line = end + 1;
      }
      return best;
    }

    /** URLs in annotations of the pods. */
    void annotations() {
      MapNode annotations = workload.template().mapAt("metadata", "annotations");
      if (annotations == null) {
        return;
      }
      for (int i = 0; i < annotations.childCount(); i++) {
        EmbeddedText text = EmbeddedText.of(annotations, annotations.keyAt(i));
        boolean applied = annotations.keyAt(i).startsWith("kubectl.kubernetes.io/");
        if (text == null || applied || !text.text().contains("://")) {
          continue;
        }
        Scan scan = scan(MappedText.of(text));
        List<HostToken> urls = scan.tokens().stream().filter(t -> t.scheme() != null).toList();
        tokens(
            new Scan(scan.text(), urls, scan.local()),
            annotations.keyAt(i),
            Source.ANNOTATION,
            null,
            (key, at) -> null);
      }
    }

    /** Pods of a StatefulSet that have names of their own, most likely to find each other. */
    void peers() {
      String name = workload.isStatefulSet() ? workload.subdomain() : null;
      MapNode spec = workload.object().spec();
      Service service = name == null ? null : graph.service(workload.namespace(), name);
      if (spec == null || name == null || service == null) {
        return;
      }
      if (service.isHeadless() && workload.replicas() > 1 && own.contains(service)) {
        add(
            new Dependency(
                client,
                Target.reference(workload.namespace(), name, service),
                null,
                false,
                Source.PEERS,
                Confidence.MEDIUM,
                name,
                spec.placeOf("serviceName"),
                null,
                null));
      }
    }

    // --- names in texts -------------------------------------------------------------

    /**
     * Takes the names of a text.
     *
     * @param name what the text as a whole is called: a variable or a flag; null where it has none
     */
    private void tokens(
        Scan scan,
        @Nullable String name,
        Source source,
        @Nullable Container container,
        PortFinder ports) {
      for (HostToken token : scan.tokens()) {
        Target target = names.resolve(token.host(), workload.namespace());
        if (target == null || (scan.local().contains(token.host()) && !token.hasPort())) {
          continue;
        }
        String key = token.key() != null ? token.key() : name;
        if (NameHints.saysNoHost(key) || NameHints.saysNoHost(name)) {
          continue;
        }
        boolean hinted = NameHints.saysHost(key) || NameHints.saysHost(name);
        Integer port = token.port();
        Place portPlace = port == null ? null : scan.text().place(token.portFrom(), token.portTo());
        if (port == null && token.scheme() == null && key != null) {
          Port beside = ports.find(key, token.from());
          if (beside != null) {
            port = beside.number();
            portPlace = beside.place();
          }
        }
        boolean written = port != null;
        if (port == null && token.scheme() != null && !token.hasPort()) {
          port = SCHEME_PORTS.get(token.scheme());
        }
        Confidence confidence = confidence(token, target, port, written, hinted);
        if (confidence != null) {
          add(
              new Dependency(
                  client,
                  target,
                  port,
                  written,
                  source,
                  isOwnAddress(target) ? Confidence.LOW : confidence,
                  token.host(),
                  scan.text().place(token.from(), token.to()),
                  portPlace,
                  container));
        }
      }
    }

    /**
     * Whether a name is most likely the workload's own address, told to itself: that of a Service
     * which selects nothing else. Through a headless one its pods find each other.
     */
    private boolean isOwnAddress(Target target) {
      Service service = target.service();
      return target.pod() == null
          && service != null
          && !service.isHeadless()
          && own.contains(service)
          && graph.workloadsOf(service).size() == 1;
    }

    private @Nullable Confidence confidence(
        HostToken token, Target target, @Nullable Integer port, boolean written, boolean hinted) {
      boolean fits = port != null && accepts(target, port);
      if (target.form() == Target.Form.SVC || target.form() == Target.Form.FULL) {
        boolean used = token.scheme() != null || token.hasPort() || hinted || token.whole();
        // Text may show a full name without meaning to dial it: a dashboard, a certificate.
        return used ? Confidence.HIGH : Confidence.LOW;
      }
      if (token.scheme() != null) {
        return fits || (port == null && hinted) ? Confidence.HIGH : Confidence.MEDIUM;
      }
      if (token.hasPort() && port != null) {
        return fits ? Confidence.HIGH : hinted ? Confidence.MEDIUM : Confidence.LOW;
      }
      if (token.hasPort()) {
        return hinted ? Confidence.HIGH : Confidence.MEDIUM;
      }
      if (written && hinted) {
        return fits ? Confidence.HIGH : Confidence.MEDIUM;
      }
      boolean dotted = target.form() == Target.Form.NAMESPACE || target.pod() != null;
      return (token.whole() || dotted) && hinted
          ? Confidence.MEDIUM
          : dotted && token.whole() ? Confidence.LOW : null;
    }

    /** Whether a Service takes connections on a port; a headless one takes them on any. */
    private boolean accepts(Target target, int port) {
      Service service = target.service();
      if (service == null || service.isHeadless()) {
        return true;
      }
      for (ServicePort one : service.ports()) {
        if (one.port() == port) {
          return true;
        }
      }
      return service.isExternalName();
    }

    /** The variables that Kubernetes sets for each Service, used in a text. */
    private void serviceVariables(MappedText text, Source source, @Nullable Container container) {
      if (!text.text().contains("_SERVICE_HOST")) {
        return;
      }
      Matcher match = SERVICE_VARIABLE.matcher(text.text());
      while (match.find()) {
        Service service = names.ofVariable(match.group(1), workload.namespace());
        if (service != null) {
          Target target = Target.reference(service.namespace(), service.name(), service);
          add(
              new Dependency(
                  client,
                  target,
                  service.ports().isEmpty() ? null : service.ports().get(0).port(),
                  false,
                  source,
                  isOwnAddress(target) ? Confidence.LOW : Confidence.HIGH,
                  match.group(1),
                  text.place(match.start(1), match.end(1)),
                  null,
                  container));
        }
      }
    }

    /** Keeps one dependency for each place and target: the one that knows the port, if any. */
    private void add(Dependency dependency) {
      Target target = dependency.target();
      String pod = target.pod();
      List<Object> key =
          List.of(
              dependency.place().span(), target.namespace(), target.name(), pod == null ? "" : pod);
      Dependency known = found.get(key);
      if (known == null || (known.port() == null && dependency.port() != null)) {
        found.put(key, dependency);
      }
    }
  }
}
