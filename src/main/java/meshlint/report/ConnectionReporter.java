package meshlint.report;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import meshlint.network.Connection;
import meshlint.network.ConnectionChange;
import meshlint.network.Connectivity.Reason;
import meshlint.network.Direction;
import meshlint.network.Exposed;
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
   * @param list what JSON calls what is listed
   */
  public static ConnectionReporter of(
      ConnectionFormat format, PrintStream out, boolean severalWorlds, String list) {
    return switch (format) {
      case TXT -> new Txt(out);
      case JSON -> new JsonList(out, list);
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

  /** Writes who else may reach a workload, or be reached by it. */
  public abstract void exposed(Exposed exposed);

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

  /** What a person should know of it besides. */
  private static String note(Exposed exposed) {
    return !exposed.isolated() ? "no policy" : !exposed.shown() ? "no such pods in the input" : "";
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

    @Override
    public void exposed(Exposed exposed) {
      text.append(Printable.of(exposed.workload()));
      text.append(exposed.direction() == Direction.INGRESS ? " <= " : " => ");
      text.append(Printable.of(exposed.peer())).append(" : ").append(exposed.ports());
      String note = note(exposed);
      text.append(note.isEmpty() ? "" : " (" + note + ")").append('\n');
      written();
    }

    private void line(String source, String destination, String ports) {
      text.append(Printable.of(source)).append(" => ").append(Printable.of(destination));
      text.append(" : ").append(ports);
      text.append('\n');
    }
  }

  private static final class JsonList extends ConnectionReporter {
    private final String list;
    private boolean firstWorld = true;
    private boolean firstItem = true;

    JsonList(PrintStream out, String list) {
      super(out);
      this.list = list;
      text.append("{\"schemaVersion\": 1, \"worlds\": [");
    }

    @Override
    public void world(String name) {
      text.append(firstWorld ? "" : "\n]},").append("\n{\"name\": ");
      Json.string(name, text);
      text.append(", \"").append(list).append("\": [");
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

    @Override
    public void exposed(Exposed exposed) {
      first("workload", exposed.workload());
      member("direction", exposed.direction().field());
      member("peer", exposed.peer());
      member("conn", exposed.ports().toString());
      text.append(", \"isolated\": ").append(exposed.isolated());
      text.append(", \"inInput\": ").append(exposed.shown()).append('}');
      written();
    }

    private void open(String source, String destination) {
      first("src", source);
      member("dst", destination);
    }

    private void first(String key, String value) {
      text.append(firstItem ? "\n  {\"" : ",\n  {\"").append(key).append("\": ");
      firstItem = false;
      Json.string(value, text);
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

    @Override
    public void exposed(Exposed exposed) {
      header("workload", "direction", "peer", "conn", "note");
      row(
          exposed.workload(),
          exposed.direction().field(),
          exposed.peer(),
          exposed.ports().toString(),
          note(exposed));
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

  /**
   * One graph for all worlds; each end is a node in the frame of its namespace. Edges go out as
   * they come, and the frames, which Graphviz takes after them too, at the end.
   */
  private static final class Dot extends ConnectionReporter {
    /** The key of what lies in no namespace. */
    private static final String OUTSIDE = "";

    private final Map<String, Set<String>> frames = new LinkedHashMap<>();
    private String world = "";

    Dot(PrintStream out) {
      super(out);
      text.append("digraph connections {\n  rankdir=LR;\n  node [shape=box];\n");
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

    @Override
    public void exposed(Exposed exposed) {
      boolean in = exposed.direction() == Direction.INGRESS;
      edge(
          in ? exposed.peer() : exposed.workload(),
          in ? exposed.workload() : exposed.peer(),
          words(exposed.ports()),
          exposed.isolated() ? "black" : "red");
    }

    private void edge(String source, String destination, String label, String color) {
      text.append("  ").append(node(source)).append(" -> ").append(node(destination));
      text.append(" [label=").append(quoted(label)).append(" color=").append(color).append("];\n");
      written();
    }

    private String node(String end) {
      boolean isWorkload =
          end.indexOf('/') >= 0 && !end.startsWith("[") && !end.endsWith("[External]");
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

    @Override
    public void exposed(Exposed exposed) {
      header("workload", "direction", "peer", "conn", "note");
      row(
          exposed.workload(),
          exposed.direction().field(),
          exposed.peer(),
          exposed.ports().toString(),
          note(exposed));
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
