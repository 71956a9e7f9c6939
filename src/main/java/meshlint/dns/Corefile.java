package meshlint.dns;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import meshlint.source.Regex;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of CoreDNS, and what it answers. Plugins answer in CoreDNS' own fixed order
 * (its plugin.cfg), not in the order of the file: rewrite, template, hosts, kubernetes, file,
 * forward.
 *
 * @param text the field it was read from
 * @param blocks its server blocks, imports filled in where the input has them
 * @param missingImport an import of server blocks that the input has no text for; null where there
 *     is none
 */
public record Corefile(EmbeddedText text, List<ServerBlock> blocks, @Nullable Token missingImport) {
  // What stands for any Service and namespace when a whole zone is asked about.
  private static final String PROBE = "a-service.a-namespace.svc";

  private static final Set<String> ZONE_FILES =
      Set.of("file", "auto", "secondary", "etcd", "route53", "azure", "clouddns", "k8s_external");
  private static final Set<String> FORWARDERS = Set.of("forward", "proxy", "grpc");

  /** Copies the list. */
  public Corefile {
    blocks = List.copyOf(blocks);
  }

  /** The ConfigMap that holds it. */
  public KubeObject object() {
    return text.parent().object();
  }

  /** Where it stands: the key of the ConfigMap. */
  public Place place() {
    return text.place();
  }

  /** The {@code kubernetes} plugins of all server blocks. */
  public List<Plugin> kubernetesPlugins() {
    return plugins("kubernetes");
  }

  /** The plugins of a name in all server blocks, in file order. */
  public List<Plugin> plugins(String name) {
    return blocks.stream().flatMap(block -> block.plugins(name).stream()).toList();
  }

  /**
   * The port on which it answers the cluster: 53 where it has that, else the one that most of its
   * keys name (OpenShift's CoreDNS listens on 5353, behind a Service with port 53).
   */
  int port() {
    Map<Integer, Integer> count = new HashMap<>();
    for (ServerBlock block : blocks) {
      for (ServerBlock.Key key : block.parsedKeys()) {
        if (key.port() != null) {
          count.merge(key.port(), 1, Integer::sum);
        }
      }
    }
    if (count.isEmpty() || count.containsKey(ServerBlock.DEFAULT_PORT)) {
      return ServerBlock.DEFAULT_PORT;
    }
    int best = 0;
    for (Map.Entry<Integer, Integer> entry : count.entrySet()) {
      int most = count.getOrDefault(best, 0);
      if (entry.getValue() > most || (entry.getValue() == most && entry.getKey() < best)) {
        best = entry.getKey();
      }
    }
    return best;
  }

  /**
   * The zones of the {@code kubernetes} plugins that are domains rather than address ranges, in
   * file order, with where each stands. Placeholders are left out.
   */
  public Map<String, Place> kubernetesZones() {
    Map<String, Place> out = new java.util.LinkedHashMap<>();
    for (ServerBlock block : blocks) {
      for (Plugin plugin : block.plugins("kubernetes")) {
        List<Token> words =
            plugin.arguments().isEmpty()
                ? block.parsedKeys().stream().map(ServerBlock.Key::token).toList()
                : plugin.arguments();
        for (Token word : words) {
          String zone =
              plugin.arguments().isEmpty()
                  ? ServerBlock.Key.of(word).zone()
                  : Zone.parse(word.text());
          if (zone != null && !zone.isEmpty() && !Zone.isReverse(zone)) {
            out.putIfAbsent(zone, word.place());
          }
        }
      }
    }
    return out;
  }

  /** Whether part of it is not in the input: an import, or a placeholder for a zone. */
  public boolean isPartial() {
    if (missingImport != null) {
      return true;
    }
    for (ServerBlock block : blocks) {
      if (block.missingImport() != null
          || block.parsedKeys().stream().anyMatch(key -> key.zone() == null)) {
        return true;
      }
    }
    return kubernetesPlugins().stream()
        .anyMatch(p -> p.arguments().stream().anyMatch(word -> Zone.parse(word.text()) == null));
  }

  /** The answer to names of Services under a domain, whatever their names and namespaces. */
  public DnsAnswer answerForDomain(String domain) {
    return new Query(domain.isEmpty() ? PROBE : PROBE + "." + normal(domain), true).answer();
  }

  /** The answer to a full name, such as {@code web.shop.svc.cluster.local}. */
  public DnsAnswer answer(String name) {
    return new Query(normal(name), false).answer();
  }

  private static String normal(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * Where the {@code kubernetes} plugin is told to leave out endpoints ({@code noendpoints}), so
   * that headless Services and pod names do not resolve; null where it is not.
   */
  public @Nullable Place hidesEndpoints() {
    for (Plugin plugin : kubernetesPlugins()) {
      Plugin option = plugin.option("noendpoints");
      if (option != null) {
        return option.place();
      }
    }
    return null;
  }

  /** One query on its way through the plugins. */
  private final class Query {
    private final String asked;
    private final boolean anyNamespace;
    private final Set<Place> evidence = new LinkedHashSet<>();
    private String name;

    Query(String name, boolean anyNamespace) {
      this.asked = name;
      this.name = name;
      this.anyNamespace = anyNamespace;
    }

    DnsAnswer answer() {
      DnsAnswer found = search();
      boolean decided = found.by() == DnsAnswer.By.KUBERNETES || !isPartial();
      return decided
          ? found
          : new DnsAnswer(
              DnsAnswer.By.UNKNOWN,
              name,
              "part of the Corefile is not in the input",
              found.evidence());
    }

    private DnsAnswer search() {
      int port = port();
      ServerBlock block = null;
      String zone = "";
      for (ServerBlock candidate : blocks) {
        for (String served : candidate.zones(port)) {
          if (Zone.holds(served, name) && (block == null || served.length() > zone.length())) {
            block = candidate;
            zone = served;
          }
        }
      }
      if (block == null) {
        return by(DnsAnswer.By.NOBODY, "no server block of the Corefile serves " + shown());
      }
      for (ServerBlock.Key key : block.parsedKeys()) {
        if (zone.equals(key.zone())) {
          evidence.add(key.token().place());
          break;
        }
      }
      if (block.has("view")) {
        return by(DnsAnswer.By.UNKNOWN, "the server block has a view, which depends on the client");
      }
      rewrite(block);
      List<String> zones = block.zones(port);
      DnsAnswer early = template(block, zones);
      if (early == null) {
        early = hosts(block, zones);
      }
      if (early == null) {
        early = kubernetes(block, zones);
      }
      return early != null ? early : late(block, zone, zones);
    }

    private @Nullable DnsAnswer template(ServerBlock block, List<String> zones) {
      for (Plugin plugin : block.plugins("template")) {
        List<Token> words = plugin.arguments();
        if (words.size() < 2
            || !Set.of("IN", "ANY").contains(words.get(0).text().toUpperCase(Locale.ROOT))
            || !Set.of("A", "ANY").contains(words.get(1).text().toUpperCase(Locale.ROOT))
            || !Plugin.inZones(words.subList(2, words.size()), name, zones)) {
          continue;
        }
        boolean restricted = false;
        for (Plugin line : plugin.block()) {
          if (line.name().equals("match")) {
            restricted = true;
            for (String regex : line.words()) {
              if (find(regex, name + ".") != null) {
                return by(
                    DnsAnswer.By.OVERRIDE, "plugin template answers " + shown(), line.place());
              }
            }
          }
        }
        if (!restricted) {
          return by(DnsAnswer.By.OVERRIDE, "plugin template answers " + shown(), plugin.place());
        }
        if (!plugin.fallsThrough(name)) {
          return by(
              DnsAnswer.By.NOBODY,
              "plugin template refuses what it does not match, because it has no fallthrough",
              plugin.place());
        }
      }
      return null;
    }

    private @Nullable DnsAnswer hosts(ServerBlock block, List<String> zones) {
      for (Plugin plugin : block.plugins("hosts")) {
        List<Token> words = plugin.arguments();
        List<Token> own = words.isEmpty() ? words : words.subList(1, words.size());
        if (!Plugin.inZones(own, name, zones)) {
          continue;
        }
        for (Plugin line : plugin.block()) {
          for (Token word : line.arguments()) {
            if (line.name().matches("[0-9a-fA-F.:]+") && normal(word.text()).equals(name)) {
              return by(DnsAnswer.By.OVERRIDE, "plugin hosts answers " + shown(), word.place());
            }
          }
        }
        if (!plugin.fallsThrough(name)) {
          return by(
              DnsAnswer.By.NOBODY,
              "plugin hosts fails each name it does not list, because it has no fallthrough",
              plugin.place());
        }
      }
      return null;
    }

    private @Nullable DnsAnswer kubernetes(ServerBlock block, List<String> zones) {
      for (Plugin plugin : block.plugins("kubernetes")) {
        List<String> served = new ArrayList<>();
        for (Token word : plugin.arguments()) {
          String zone = Zone.parse(word.text());
          if (zone == null) {
            return by(
                DnsAnswer.By.UNKNOWN,
                "the zone of plugin kubernetes is a placeholder",
                word.place());
          }
          served.add(zone);
        }
        for (String zone : plugin.arguments().isEmpty() ? zones : served) {
          // Under its zone the plugin knows only svc and pod (plugin/kubernetes parse.go).
          String below =
              zone.isEmpty()
                  ? name
                  : name.endsWith("." + zone)
                      ? name.substring(0, name.length() - zone.length() - 1)
                      : "";
          boolean service = below.endsWith(".svc");
          if (!service && !below.endsWith(".pod")) {
            continue;
          }
          Plugin namespaces = plugin.option("namespaces");
          if (namespaces != null && service && !anyNamespace) {
            String[] labels = below.split("\\.", -1);
            if (labels.length >= 2 && !namespaces.words().contains(labels[labels.length - 2])) {
              return by(
                  DnsAnswer.By.NOBODY,
                  "plugin kubernetes is limited to the namespaces "
                      + String.join(", ", namespaces.words()),
                  namespaces.place());
            }
          }
          return by(
              DnsAnswer.By.KUBERNETES, "plugin kubernetes answers " + shown(), plugin.place());
        }
      }
      return null;
    }

    /** The plugins behind kubernetes. */
    private DnsAnswer late(ServerBlock block, String blockZone, List<String> zones) {
      for (Plugin plugin : block.plugins()) {
        if (ZONE_FILES.contains(plugin.name())) {
          List<Token> words = plugin.arguments();
          boolean first = plugin.name().equals("file") || plugin.name().equals("auto");
          List<Token> own = first && !words.isEmpty() ? words.subList(1, words.size()) : words;
          if (Plugin.inZones(own, name, zones) && !plugin.fallsThrough(name)) {
            return by(
                DnsAnswer.By.OVERRIDE,
                "plugin " + plugin.name() + " answers " + shown(),
                plugin.place());
          }
        }
      }
      for (Plugin plugin : block.plugins()) {
        if (FORWARDERS.contains(plugin.name()) && !plugin.arguments().isEmpty()) {
          List<String> to = plugin.words().subList(1, plugin.words().size());
          String from = Zone.parse(plugin.words().get(0));
          if (from == null || !Zone.holds(from, name)) {
            continue;
          }
          boolean chosen = !from.isEmpty() || !blockZone.isEmpty();
          return by(
              chosen ? DnsAnswer.By.FORWARDED : DnsAnswer.By.UPSTREAM,
              shown() + " is forwarded to " + String.join(", ", to),
              plugin.place());
        }
      }
      return by(DnsAnswer.By.NOBODY, "no plugin of the server block answers " + shown());
    }

    private DnsAnswer by(DnsAnswer.By by, String reason, Place... places) {
      List<Place> all = new ArrayList<>(List.of(places));
      all.addAll(evidence);
      return new DnsAnswer(by, name, reason, all);
    }

    /** The name as a reason shows it: the domain alone where any Service is meant. */
    private String shown() {
      String full = name.equals(asked) ? name : name + " (rewritten from " + asked + ")";
      return full.replace(PROBE, "*.svc");
    }

    // --- rewrite -------------------------------------------------------------

    private void rewrite(ServerBlock block) {
      for (Plugin plugin : block.plugins("rewrite")) {
        List<Token> words = plugin.arguments();
        boolean goOn = !words.isEmpty() && words.get(0).text().equals("continue");
        boolean named = goOn || (!words.isEmpty() && words.get(0).text().equals("stop"));
        List<Token> rule = named ? words.subList(1, words.size()) : words;
        if (rule.isEmpty()) {
          for (Plugin line : plugin.block()) {
            if (line.name().equals("name")) {
              rule = new ArrayList<>();
              rule.add(line.token());
              rule.addAll(line.arguments());
              break;
            }
          }
        }
        String after = rewritten(rule.stream().map(Token::text).toList());
        if (after != null) {
          evidence.add(plugin.place());
          name = after;
          if (!goOn) {
            return;
          }
        }
      }
    }

    /**
     * The name after a rule such as {@code name suffix a b}; null where the rule does not apply.
     */
    private @Nullable String rewritten(List<String> rule) {
      if (rule.size() < 3 || !rule.get(0).equals("name")) {
        return null;
      }
      boolean typed =
          rule.size() >= 4
              && Set.of("exact", "prefix", "suffix", "substring", "regex").contains(rule.get(1));
      String from = rule.get(typed ? 2 : 1);
      String to = rule.get(typed ? 3 : 2);
      String dotted = name + ".";
      return switch (typed ? rule.get(1) : "exact") {
        case "exact" -> name.equals(normal(from)) ? normal(to) : null;
        case "prefix" ->
            dotted.startsWith(from) ? normal(to + dotted.substring(from.length())) : null;
        case "suffix" -> {
          String end = normal(from);
          yield name.endsWith(end)
              ? normal(name.substring(0, name.length() - end.length()) + normal(to))
              : null;
        }
        case "substring" ->
            !from.isEmpty() && dotted.contains(from) ? normal(dotted.replace(from, to)) : null;
        default -> byRegex(from, to, dotted);
      };
    }

    private static @Nullable String byRegex(String from, String to, String dotted) {
      Matcher match = find(from, dotted);
      if (match == null) {
        return null;
      }
      String result = to;
      for (int group = 0; group <= match.groupCount(); group++) {
        String found = match.group(group);
        result = result.replace("{" + group + "}", found == null ? "" : found);
      }
      return normal(result);
    }

    /** The first match of a regular expression; null where there is none or it is none. */
    private static @Nullable Matcher find(String regex, String name) {
      try {
        Matcher matcher = Regex.compile(regex).matcher(name);
        return matcher.find() ? matcher : null;
      } catch (PatternSyntaxException e) {
        return null;
      }
    }
  }
}
