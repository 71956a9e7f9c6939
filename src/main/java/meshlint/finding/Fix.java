package meshlint.finding;

import java.util.List;

/**
 * A change to the files that removes a finding.
 *
 * @param title what it does, as an imperative sentence without a full stop
 * @param safety whether it can be applied without a person reading it
 * @param edits the replacements; they do not overlap
 */
public record Fix(String title, Safety safety, List<Edit> edits) {
  /** Copies the list. */
  public Fix {
    edits = List.copyOf(edits);
  }

  /** Whether a fix changes only what the author plainly meant. */
  public enum Safety {
    /** The cluster behaves the same, or as the author plainly meant. */
    SAFE,
    /** A person has to decide. */
    UNSAFE;

    /** The lower-case word that rules and reports use. */
    public String word() {
      return this == SAFE ? "safe" : "unsafe";
    }
  }
}
