package meshlint.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import meshlint.finding.Confidence;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.manifest.KubeObject;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;
import meshlint.rule.RuleSet;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Leaves findings out where a comment, an annotation or the config says so, and says which of these
 * had no effect.
 *
 * <p>On the primary object one takes the whole finding. On a related place it takes that object out
 * of the finding, and the whole finding with the last of them.
 */
public final class Suppressions {
  /** The rule of findings about suppressions that suppress nothing. */
  public static final String UNUSED = "unused-suppression";

  private final RuleSet rules;
  private final RuleSet ran;
  private final LocalDate today;
  private final Set<Ignore> all = new LinkedHashSet<>();
  private final Map<String, Map<Integer, List<Ignore>>> comments = new HashMap<>();
  private final Map<ObjectRef, List<Ignore>> annotations = new HashMap<>();
  private final List<Ignore> config = new ArrayList<>();
  private final List<Config.Scoped> overrides;
  private final Collection<KubeObject> objects;
  private final boolean isWhole;
  private final Set<Use> used = new HashSet<>();

  /** That a rule named by a suppression left something out. */
  private record Use(Ignore ignore, String rule) {}

  /**
   * The suppressions of an input.
   *
   * @param objects its objects; those that are only context can suppress too
   * @param written what the config says
   * @param isWhole whether the input is all that the config is about, so that what matches nothing
   *     in it is a mistake
   * @param rules all rules
   * @param ran those that run
   * @param today the day that expiry is measured against
   */
  public Suppressions(
      Collection<KubeObject> objects,
      Config written,
      boolean isWhole,
      RuleSet rules,
      RuleSet ran,
      LocalDate today) {
    this.objects = objects;
    this.isWhole = isWhole;
    this.overrides = written.overrides();
    this.rules = rules;
    this.ran = ran;
    this.today = today;
    Set<SourceFile> files = new LinkedHashSet<>();
    for (KubeObject object : objects) {
      files.add(object.file());
      for (Ignore annotation : IgnoreReader.annotations(object)) {
        all.add(annotation);
        annotations.computeIfAbsent(object.ref(), ref -> new ArrayList<>()).add(annotation);
      }
    }
    for (SourceFile file : files) {
      IgnoreReader.comments(file)
          .forEach(
              (line, ignores) -> {
                all.addAll(ignores);
                comments
                    .computeIfAbsent(file.path(), path -> new HashMap<>())
                    .computeIfAbsent(line, l -> new ArrayList<>())
                    .addAll(ignores);
              });
    }
    for (Ignore ignore : written.ignores()) {
      all.add(ignore);
      config.add(ignore);
    }
  }

  /** The result without what is suppressed, and with findings about what suppresses nothing. */
  public LintResult apply(LintResult result) {
    List<Finding> kept = new ArrayList<>();
    List<Suppressed> suppressed = new ArrayList<>();
    for (Finding finding : result.findings()) {
      Ignore by = whole(finding);
      Finding rest = by == null ? withoutOthers(finding, suppressed) : null;
      if (by != null) {
        suppressed.add(new Suppressed(finding, by));
      } else if (rest != null) {
        kept.add(rest);
      }
    }
    kept.addAll(unused());
    return result.withSuppressed(kept, suppressed);
  }

  private @Nullable Ignore whole(Finding finding) {
    Ignore primary = find(finding, finding.object(), finding.location());
    if (primary != null) {
      return primary;
    }
    for (RelatedLocation related : finding.related()) {
      if (Objects.equals(related.object(), finding.object())) {
        Ignore here = find(finding, related.object(), related.location());
        if (here != null) {
          return here;
        }
      }
    }
    return null;
  }

  /** The finding without objects that are to be left out; null where none would be left. */
  private @Nullable Finding withoutOthers(Finding finding, List<Suppressed> suppressed) {
    Set<ObjectRef> out = new HashSet<>();
    Ignore by = null;
    for (RelatedLocation related : finding.related()) {
      ObjectRef object = related.object();
      if (object != null && !object.equals(finding.object())) {
        Ignore here = find(finding, object, related.location());
        if (here != null) {
          out.add(object);
          by = here;
        }
      }
    }
    if (by == null) {
      return finding;
    }
    List<RelatedLocation> rest = new ArrayList<>();
    boolean isAlone = true;
    for (RelatedLocation related : finding.related()) {
      if (related.object() == null || !out.contains(related.object())) {
        rest.add(related);
        isAlone &= Objects.equals(related.object(), finding.object());
      }
    }
    if (isAlone) {
      suppressed.add(new Suppressed(finding, by));
      return null;
    }
    return finding.withRelated(rest);
  }

  private @Nullable Ignore find(Finding finding, @Nullable ObjectRef object, Location location) {
    Span span = location.span();
    Map<Integer, List<Ignore>> byLine = comments.get(span.file().path());
    if (byLine != null) {
      for (int line = span.line(); line <= span.endLine(); line++) {
        for (Ignore ignore : byLine.getOrDefault(line, List.of())) {
          if (takes(ignore, finding)) {
            return ignore;
          }
        }
      }
    }
    if (object != null) {
      for (Ignore ignore : annotations.getOrDefault(object, List.of())) {
        if (ignore.at().file().path().equals(span.file().path()) && takes(ignore, finding)) {
          return ignore;
        }
      }
    }
    for (Ignore ignore : config) {
      if (ignore.holdsOn(today) && ignore.means(object, span) && takes(ignore, finding)) {
        return ignore;
      }
    }
    return null;
  }

  private boolean takes(Ignore ignore, Finding finding) {
    boolean takes = false;
    for (String name : ignore.rules()) {
      if (RuleChoice.answers(finding, name)) {
        used.add(new Use(ignore, name));
        takes = true;
      }
    }
    return takes;
  }

  // --- what had no effect ----------------------------------------------------------

  private List<Finding> unused() {
    Rule rule = ran.find(UNUSED);
    if (rule == null) {
      return List.of();
    }
    List<Finding> out = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    for (Ignore ignore : all) {
      if (ignore.rules().isEmpty()) {
        String message = "this suppression names no rule, so it has no effect";
        out.add(finding(rule.info(), ignore, "", new Unused(message, "name a rule"), times));
      }
      for (String name : ignore.rules()) {
        Unused unused = used.contains(new Use(ignore, name)) ? null : unused(ignore, name);
        if (unused != null) {
          out.add(finding(rule.info(), ignore, name, unused, times));
        }
      }
    }
    for (Config.Scoped override : overrides) {
      if (isWhole && objects.stream().noneMatch(override::means)) {
        Unused unused =
            new Unused("no linted object matches this override, so it has no effect", REMOVE);
        out.add(finding(rule.info(), null, override.at(), "override", unused, times));
      }
    }
    return out;
  }

  private static final String REMOVE = "remove it, or correct what it names";

  /** Why a suppression has no effect, and what to do. */
  private record Unused(String message, String hint) {}

  /** What to say about a name that left nothing out; null where that is no mistake. */
  private @Nullable Unused unused(Ignore ignore, String name) {
    if (!ignore.holdsOn(today)) {
      return new Unused(
          "the suppression of " + name + " ended on " + ignore.until(),
          "mend what it was about and remove it, or give it a later day");
    }
    if (!rules.knows(name)) {
      String near = rules.nearest(name);
      return new Unused(
          "no rule is called " + name + (near == null ? "" : "; did you mean " + near + "?"),
          "correct the name of the rule: `meshlint rules` lists them");
    }
    if (!ran.knows(name)) {
      return null;
    }
    if (config.contains(ignore) && objects.stream().noneMatch(ignore::means)) {
      // What a run over a part of the repository does not see is no mistake of the config.
      return isWhole
          ? new Unused(
              "no linted object matches this suppression of " + name + ", so it has no effect",
              REMOVE)
          : null;
    }
    return new Unused("no finding of " + name + " is left out by this suppression", "remove it");
  }

  private static Finding finding(
      RuleInfo rule, Ignore ignore, String name, Unused unused, Map<String, Integer> times) {
    return finding(rule, ignore.owner(), ignore.at(), name, unused, times);
  }

  private static Finding finding(
      RuleInfo rule,
      @Nullable ObjectRef owner,
      Span at,
      String name,
      Unused unused,
      Map<String, Integer> times) {
    String where = owner == null ? at.file().path() : owner.toString();
    String identity = UNUSED + ":" + where.replace(' ', '/') + ":" + name;
    int time = times.merge(identity, 1, Integer::sum);
    return new Finding(
        UNUSED,
        rule.aliases(),
        rule.category(),
        rule.severities().get(0),
        Confidence.HIGH,
        unused.message(),
        unused.hint(),
        owner,
        new Location(at, ""),
        List.of(),
        null,
        time == 1 ? identity : identity + "#" + time);
  }
}
