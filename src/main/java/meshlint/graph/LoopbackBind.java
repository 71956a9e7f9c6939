package meshlint.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A setting that makes a container listen on its loopback address only, as far as names of flags
 * and variables tell.
 *
 * @param container the container
 * @param place where the address stands
 * @param written the address as written
 * @param port the port that goes with it; null where nothing says it
 */
public record LoopbackBind(
    Container container, Place place, String written, @Nullable Integer port) {
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(?:[a-z]+://)?(?:127\\.0\\.0\\.1|localhost|\\[::1]|::1)(?::(\\d{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d{2,5}");

  /** Flags by which servers are told where to listen; none that could name a server to dial. */
  private static final Set<String> FLAGS =
      Set.of(
          "bind",
          "bind-address",
          "bind-addr",
          "bind_address",
          "bind-ip",
          "bind_ip",
          "listen",
          "listen-address",
          "listen-addr",
          "listen_address",
          "listen-host",
          "web.listen-address",
          "http-address",
          "http.listen-address");

  /** Servers whose flag {@code --host} is where they listen. */
  private static final Set<String> HOST_SERVERS =
      Set.of("uvicorn", "hypercorn", "flask", "fastapi", "vite", "next", "http-server", "waitress");

  private static final Pattern VARIABLES =
      Pattern.compile(
          "SERVER_ADDRESS|(?:[A-Z0-9_]*_)?(?:BIND|LISTEN)(?:_?(?:ADDR|ADDRESS|HOST|IP|ON))?");

  /** Those of a workload's containers, in file order. */
  static List<LoopbackBind> of(Workload workload) {
    List<LoopbackBind> out = new ArrayList<>();
    for (Container container : workload.containers()) {
      arguments(container, out);
      for (MapNode entry : container.node().maps("env")) {
        String name = entry.text("name");
        String value = entry.text("value");
        if (name != null && value != null && VARIABLES.matcher(name).matches()) {
          add(container, value, entry.placeOf("value"), out);
        }
      }
    }
    return out;
  }

  private record Word(String text, Place place) {}

  private static void arguments(Container container, List<LoopbackBind> out) {
    List<Word> words = new ArrayList<>();
    for (String key : List.of("command", "args")) {
      ListNode list = container.node().list(key);
      for (int i = 0; list != null && i < list.size(); i++) {
        if (!(list.get(i) instanceof Node)) {
          words.add(new Word(String.valueOf(list.get(i)), list.placeOf(i)));
        }
      }
    }
    boolean hostListens =
        words.stream()
            .anyMatch(
                word -> HOST_SERVERS.contains(word.text.substring(word.text.lastIndexOf('/') + 1)));
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      int equal = word.text.indexOf('=');
      String flag = flag(equal < 0 ? word.text : word.text.substring(0, equal));
      if (flag == null || !(FLAGS.contains(flag) || (hostListens && flag.equals("host")))) {
        continue;
      }
      if (equal >= 0) {
        add(container, word.text.substring(equal + 1), word.place, out);
      } else if (i + 1 < words.size()) {
        add(container, words.get(i + 1).text, words.get(i + 1).place, out);
      }
    }
  }

  private static @Nullable String flag(String word) {
    if (!word.startsWith("-")) {
      return null;
    }
    return word.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }

  private static void add(Container container, String value, Place place, List<LoopbackBind> out) {
    Matcher matcher = LOOPBACK.matcher(value.strip());
    if (matcher.matches()) {
      String port = matcher.group(1);
      out.add(
          new LoopbackBind(
              container, place, value, port == null ? port(container) : Integer.valueOf(port)));
    }
  }

  /** The port that the container is told apart from the address. */
  private static @Nullable Integer port(Container container) {
    MapNode variable = container.env("PORT");
    String value = variable == null ? null : variable.text("value");
    if (value != null && NUMBER.matcher(value).matches()) {
      return Integer.valueOf(value);
    }
    List<String> line = container.commandLine();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      String next = i + 1 < line.size() ? line.get(i + 1) : "";
      if (word.startsWith("--port=") && NUMBER.matcher(word.substring(7)).matches()) {
        return Integer.valueOf(word.substring(7));
      }
      if ((word.equals("--port") || word.equals("-p")) && NUMBER.matcher(next).matches()) {
        return Integer.valueOf(next);
      }
    }
    return null;
  }
}
