package meshlint.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.finding.Severity;
import meshlint.graph.Known;
import meshlint.manifest.Place;
import meshlint.source.Span;
import meshlint.trace.Hop;
import meshlint.trace.Trace;
import org.jspecify.annotations.Nullable;

/** Shows what becomes of connections: every hop of one, or one line for each of many. */
public final class TraceReporter {
  private static final int COLUMN = 20;
  private static final int MAX_PLACES = 3;

  private TraceReporter() {}

  /** Every hop of a connection, and what the client sees in the end. */
  public static String full(Trace trace, TextStyle style) {
    StringBuilder out = new StringBuilder();
    out.append(style.bold(Printable.of(line(trace)))).append('\n');
    for (Hop hop : trace.hops()) {
      String words = hop.step().words();
      out.append("  ").append(mark(hop.passes(), style)).append("  ").append(words);
      out.append(" ".repeat(COLUMN - words.length() - 6)).append(Printable.of(hop.reason()));
      out.append('\n');
      List<Place> places = hop.evidence();
      for (Place place : places.subList(0, Math.min(MAX_PLACES, places.size()))) {
        out.append(" ".repeat(COLUMN)).append(style.dim(Printable.of(place.toString())));
        out.append('\n');
      }
    }
    return out.append(verdict(trace)).append('\n').toString();
  }

  /** A connection on one line, with why it fails where it does. */
  public static String brief(Trace trace, TextStyle style) {
    Hop failure = trace.failure();
    String out = mark(trace.works(), style) + "  " + Printable.of(line(trace));
    if (failure != null) {
      out += "\n    " + failure.step().words() + ": " + Printable.of(failure.reason());
      if (!failure.evidence().isEmpty()) {
        out += " " + style.dim("(" + Printable.of(failure.evidence().get(0).toString()) + ")");
      }
    }
    return out + "\n";
  }

  /** Connections as one JSON document. */
  public static String json(List<Trace> traces) {
    List<Object> all = new ArrayList<>();
    for (Trace trace : traces) {
      List<Object> hops = new ArrayList<>();
      for (Hop hop : trace.hops()) {
        hops.add(
            Json.object(
                "step", hop.step().words(),
                "passes", word(hop.passes()),
                "reason", hop.reason(),
                "symptom", hop.symptom().isEmpty() ? null : hop.symptom(),
                "evidence", hop.evidence().stream().map(TraceReporter::place).toList()));
      }
      Hop failure = trace.failure();
      all.add(
          Json.object(
              "client", trace.client().words(),
              "host", trace.host(),
              "port", trace.port(),
              "service", name(trace.service()),
              "server", name(trace.server()),
              "works", word(trace.works()),
              "failsAt", failure == null ? null : failure.step().words(),
              "hops", hops));
    }
    return Json.write(Json.object("schemaVersion", 1, "traces", all));
  }

  private static @Nullable String name(@Nullable Object named) {
    return named == null ? null : named.toString();
  }

  private static Map<String, Object> place(Place place) {
    Span span = place.span();
    return Json.object(
        "file", span.file().path(),
        "line", span.line(),
        "column", span.column(),
        "path", place.path().toString());
  }

  private static String line(Trace trace) {
    String port = trace.port() == null ? "" : ":" + trace.port();
    String server = trace.server() == null ? "" : " -> " + trace.server();
    return trace.client().words() + " -> " + trace.host() + port + server;
  }

  private static String verdict(Trace trace) {
    Hop failure = trace.failure();
    if (failure != null) {
      return "fails at " + failure.step().words() + "; the client sees: " + failure.symptom();
    }
    return trace.works().isYes()
        ? "works"
        : "nothing in the input stops it; what is marked ?? is not known";
  }

  private static String mark(Known passes, TextStyle style) {
    return switch (passes) {
      case YES -> "ok";
      case NO -> style.severity(Severity.ERROR, "NO");
      case UNKNOWN -> style.severity(Severity.WARNING, "??");
    };
  }

  private static String word(Known known) {
    return switch (known) {
      case YES -> "yes";
      case NO -> "no";
      case UNKNOWN -> "unknown";
    };
  }
}
