package meshlint.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The formats a report can have, in the order in which the help names them. */
public enum Format {
  /** For people at a terminal. */
  TEXT,
  /** One line a finding. */
  CONCISE,
  /** Everything, in meshlint's own JSON. */
  JSON,
  /** SARIF 2.1.0, for code scanning. */
  SARIF,
  /** Annotations of GitHub Actions. */
  GITHUB,
  /** Code Quality of GitLab. */
  GITLAB,
  /** JUnit's XML. */
  JUNIT,
  /** Checkstyle's XML. */
  CHECKSTYLE,
  /** For comments on pull requests. */
  MARKDOWN,
  /** One page for a browser. */
  HTML,
  /** For reviewdog. */
  RDJSON;

  /**
   * The version of {@link #JSON}: raised when a key changes its meaning or goes away; new keys do
   * not raise it.
   */
  public static final int JSON_SCHEMA_VERSION = 1;

  /**
   * What reports need besides a result.
   *
   * @param version the version of meshlint that reports name
   * @param style how text looks
   * @param maxFindings how many findings the text for people shows at most
   * @param withSummary whether that text ends with a summary
   * @param showSuppressed whether text and JSON also hold what was suppressed
   * @param rules all rules that ran; asked only by formats that declare them
   */
  public record Settings(
      String version,
      TextStyle style,
      int maxFindings,
      boolean withSummary,
      boolean showSuppressed,
      Supplier<List<RuleHelp>> rules) {}

  /** The word that {@code --format} takes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of a word, null for an unknown one. */
  public static @Nullable Format of(String word) {
    for (Format format : values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    return null;
  }

  /** Whether it is for people, so that colour and width matter. */
  public boolean isStyled() {
    return this == TEXT;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Format::word).toList();
  }

  /** The reporter of this format. */
  public Reporter reporter(Settings settings) {
    return switch (this) {
      case TEXT -> new TextReporter(settings);
      case CONCISE -> new ConciseReporter();
      case JSON -> new JsonReporter(settings.version(), settings.showSuppressed());
      case SARIF -> new SarifReporter(settings.version(), settings.rules().get());
      case GITHUB -> new GithubReporter();
      case GITLAB -> new GitlabReporter();
      case JUNIT -> new JunitReporter();
      case CHECKSTYLE -> new CheckstyleReporter();
      case MARKDOWN -> new MarkdownReporter();
      case HTML -> new HtmlReporter(settings.rules().get());
      case RDJSON -> new RdjsonReporter();
    };
  }
}
