package meshlint.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.network.Connection;
import meshlint.network.ConnectionChange;
import meshlint.network.Connectivity.Reason;
import meshlint.network.PortSet;

/**
 * Writes connections, or how they change, as they come: there can be millions. Equal connections
 * give equal bytes.
 */
public abstract sealed class ConnectionReporter {
  private static final int CHUNK = 1 << 15;

  final StringBuilder text = new StringBuilder();
  private final PrintStream out;

  private ConnectionReporter(PrintStream out) {
    this.out = out;
  }

  /**
   * A reporter.
   *
   * @param out where it writes
   * @param severalWorlds whether {@link #world} will be called more than once
   */
  public static ConnectionReporter of(
      ConnectionFormat format, PrintStream out, boolean severalWorlds) {
    return switch (format) {
      case TXT -> new Txt(out);
      case JSON -> new JsonList(out);
      case CSV -> new Csv(out, severalWorlds);
      case DOT -> new Dot(out);
      case MD -> new Md(out);
    };
  }

  /**
   * Starts a world.
   *
   * @param name empty where there is one world only
   */
  public abstract void world(String name);

  /** Writes a connection. */
  public abstract void connection(Connection connection);

  /** Writes a change. */
  public abstract void change(ConnectionChange change);

  /** Ends the report. */
  public void end() {
    out.print(text);
    text.setLength(0);
    out.flush();
  }

  final void written() {
    if (text.length() > CHUNK) {
      out.print(text);
      text.setLength(0);
    }
  }

  private static String words(PortSet ports) {
    return ports.isEmpty() ? "No Connections" : ports.toString();
  }

  private static String at(Reason reason) {
    return reason.place() == null ? "" : reason.place().toString();
  }

  private static String ports(ConnectionChange change) {
    return switch (change.kind()) {
      case ADDED -> words(change.after());
      case REMOVED -> words(change.before());
      case CHANGED -> words(change.before()) + " -> " + words(change.after());
    };
  }

  private static final class Txt extends ConnectionReporter {
    Txt(PrintStream out) {
      super(out);
    }

    @Override
    public void world(String name) {
      if (!name.isEmpty()) {
        text.append("# world ").append(Printable.of(name)).append('\n');
      }
    }

    @Override
    public void connection(Connection connection) {
      line(connection.source(), connection.destination(), words(connection.ports()));
      for (Reason reason : connection.reasons()) {
        text.append("    ").append(reason.direction()).append(": ").append(reason.text());
        if (reason.place() != null) {
          text.append(" (").append(at(reason)).append(')');
        }
        text.append('\n');
      }
      written();
    }

    @Override
    public void change(ConnectionChange change) {
      text.append(
          switch (change.kind()) {
            case ADDED -> "+ ";
            case REMOVED -> "- ";
            case CHANGED -> "~ ";
          });
      line(change.source(), change.destination(), ports(change));
      written();
    }

    private void line(String source, String destination, String ports) {
      text.append(Printable.of(source)).append(" => ").append(Printable.of(destination));
      text.append(" : ").append(ports);
      text.append('\n');
    }
  }

  private static final class JsonList extends ConnectionReporter {
    private boolean firstWorld = true;
    private boolean firstItem = true;

    JsonList(PrintStream out) {
      super(out);
      text.append("{\"schemaVersion\": 1, \"worlds\": [");
    }

    @Override
    public void world(String name) {
      text.append(firstWorld ? "" : "\n]},").append("\n{\"name\": ");
      Json.string(name, text);
      text.append(", \"connections\": [");
      firstWorld = false;
      firstItem = true;
    }

    @Override
    public void connection(Connection connection) {
      open(connection.source(), connection.destination());
      member("conn", words(connection.ports()));
      if (!connection.reasons().isEmpty()) {
        text.append(", \"reasons\": [");
        String separator = "";
        for (Reason reason : connection.reasons()) {
          text.append(separator).append("{\"direction\": ");
          Json.string(reason.direction().field(), text);
          member("text", reason.text());
          if (reason.place() != null) {
            member("at", at(reason));
          }
          text.append('}');
          separator = ", ";
        }
        text.append(']');
      }
      text.append('}');
      written();
    }

    @Override
    public void change(ConnectionChange change) {
      open(change.source(), change.destination());
      member("change", change.kind().word());
      member("before", words(change.before()));
      member("after", words(change.after()));
      text.append('}');
      written();
    }

    private void open(String source, String destination) {
      text.append(firstItem ? "\n  {\"src\": " : ",\n  {\"src\": ");
      firstItem = false;
      Json.string(source, text);
      member("dst", destination);
    }

    private void member(String key, String value) {
      text.append(", \"").append(key).append("\": ");
      Json.string(value, text);
    }

    @Override
    public void end() {
      text.append(firstWorld ? "]}\n" : "\n]}\n]}\n");
      super.end();
    }
  }

  private static final class Csv extends ConnectionReporter {
    private final boolean severalWorlds;
    private String world = "";
    private boolean hasHeader;

    Csv(PrintStream out, boolean severalWorlds) {
      super(out);
      this.severalWorlds = severalWorlds;
    }

    @Override
    public void world(String name) {
      world = name;
    }

    @Override
    public void connection(Connection connection) {
      header("src", "dst", "conn");
      row(connection.source(), connection.destination(), words(connection.ports()));
      written();
    }

    @Override
    public void change(ConnectionChange change) {
      header("change", "src", "dst", "before", "after");
      row(
          change.kind().word(),
          change.source(),
          change.destination(),
          words(change.before()),
          words(change.after()));
      written();
    }

    private void header(String... names) {
      if (!hasHeader) {
        hasHeader = true;
        text.append(severalWorlds ? "world," : "").append(String.join(",", names)).append('\n');
      }
    }

    private void row(String... cells) {
      if (severalWorlds) {
        cell(world);
        text.append(',');
      }
      for (int i = 0; i < cells.length; i++) {
        text.append(i == 0 ? "" : ",");
        cell(cells[i]);
      }
      text.append('\n');
    }

    private void cell(String value) {
      boolean quoted =
          value.indexOf(',') >= 0 || value.indexOf('"') >= 0 || value.indexOf('\n') >= 0;
      text.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }
  }

  /** One graph for all worlds; each end is a node in the frame of its namespace. */
  private static final class Dot extends ConnectionReporter {
    /** The key of what lies in no namespace. */
    private static final String OUTSIDE = "";

    private final Map<String, Set<String>> frames = new LinkedHashMap<>();
    private final List<String> edges = new ArrayList<>();
    private String world = "";

    Dot(PrintStream out) {
      super(out);
    }

    @Override
    public void world(String name) {
      world = name;
    }

    @Override
    public void connection(Connection connection) {
      edge(connection.source(), connection.destination(), words(connection.ports()), "black");
    }

    @Override
    public void change(ConnectionChange change) {
      String color =
          switch (change.kind()) {
            case ADDED -> "darkgreen";
            case REMOVED -> "red";
            case CHANGED -> "orange";
          };
      edge(change.source(), change.destination(), ports(change), color);
    }

    private void edge(String source, String destination, String label, String color) {
      edges.add(
          "  %s -> %s [label=%s color=%s];\n"
              .formatted(node(source), node(destination), quoted(label), color));
    }

    private String node(String end) {
      boolean isWorkload = end.indexOf('/') >= 0 && !end.endsWith("[External]");
      String prefix = world.isEmpty() ? "" : world + ": ";
      String id = quoted(prefix + end);
      String frame = isWorkload ? prefix + end.substring(0, end.indexOf('/')) : OUTSIDE;
      String label = isWorkload ? end.substring(end.indexOf('/') + 1) : end;
      frames
          .computeIfAbsent(frame, k -> new LinkedHashSet<>())
          .add(id + " [label=" + quoted(label) + "];");
      return id;
    }

    private static String quoted(String value) {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void end() {
      text.append("digraph connections {\n  rankdir=LR;\n  node [shape=box];\n");
      int frame = 0;
      frames
          .getOrDefault(OUTSIDE, Set.of())
          .forEach(node -> text.append("  ").append(node).append('\n'));
      frames.remove(OUTSIDE);
      for (Map.Entry<String, Set<String>> entry : frames.entrySet()) {
        text.append("  subgraph cluster_").append(frame++).append(" {\n    label=");
        text.append(quoted(entry.getKey())).append(";\n");
        entry.getValue().forEach(node -> text.append("    ").append(node).append('\n'));
        text.append("  }\n");
        written();
      }
      for (String edge : edges) {
        text.append(edge);
        written();
      }
      text.append("}\n");
      super.end();
    }
  }

  private static final class Md extends ConnectionReporter {
    private boolean hasHeader;

    Md(PrintStream out) {
      super(out);
    }

    @Override
    public void world(String name) {
      if (!name.isEmpty()) {
        text.append(hasHeader ? "\n## " : "## ").append(cell(name)).append("\n\n");
      }
      hasHeader = false;
    }

    @Override
    public void connection(Connection connection) {
      header("src", "dst", "conn");
      row(connection.source(), connection.destination(), words(connection.ports()));
      written();
    }

    @Override
    public void change(ConnectionChange change) {
      header("change", "src", "dst", "before", "after");
      row(
          change.kind().word(),
          change.source(),
          change.destination(),
          words(change.before()),
          words(change.after()));
      written();
    }

    private void header(String... names) {
      if (!hasHeader) {
        hasHeader = true;
        row(names);
        text.append("|---".repeat(names.length)).append("|\n");
      }
    }

    private void row(String... cells) {
      for (String value : cells) {
        text.append("| ").append(cell(value)).append(' ');
      }
      text.append("|\n");
    }

    private static String cell(String value) {
      return value.replace("|", "\\|").replace("\n", " ");
    }
  }
}
