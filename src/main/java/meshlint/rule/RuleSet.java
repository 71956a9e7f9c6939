package meshlint.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import org.jspecify.annotations.Nullable;

/** The rules of a run, by id. */
public final class RuleSet {
  private final Map<String, Rule> rules;

  /** A set of rules; of two with one id the later replaces the earlier. */
  public RuleSet(Collection<Rule> rules) {
    Map<String, Rule> byId = new TreeMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    this.rules = Collections.unmodifiableMap(byId);
  }

  /** The rules, ordered by id. */
  public Collection<Rule> rules() {
    return rules.values();
  }

  /** A rule by id or alias; null where there is none. */
  public @Nullable Rule find(String name) {
    Rule byId = rules.get(name);
    if (byId != null) {
      return byId;
    }
    for (Rule rule : rules.values()) {
      if (rule.info().aliases().contains(name)) {
        return rule;
      }
    }
    return null;
  }

  /** Whether an id, category or alias means some rule. */
  public boolean knows(String name) {
    return rules.values().stream().anyMatch(rule -> rule.info().answersTo(name));
  }

  /** The id, category or alias that somebody probably meant; null where none is similar. */
  public @Nullable String nearest(String name) {
    TreeSet<String> known = new TreeSet<>(rules.keySet());
    for (Rule rule : rules.values()) {
      known.add(rule.info().category());
      known.addAll(rule.info().aliases());
    }
    return Nearest.of(name, known);
  }

  /** These rules and others, which replace those with the same id. */
  public RuleSet plus(RuleSet others) {
    List<Rule> all = new ArrayList<>(rules.values());
    all.addAll(others.rules.values());
    return new RuleSet(all);
  }
}
