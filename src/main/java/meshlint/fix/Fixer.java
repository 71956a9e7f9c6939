package meshlint.fix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.Fix;
import meshlint.source.SourceFile;

/** Chooses the fixes that can be applied together. */
public final class Fixer {
  private static final Comparator<Edit> BY_POSITION =
      Comparator.comparingInt((Edit edit) -> edit.span().start())
          .thenComparingInt(edit -> edit.span().end());

  /** The chosen edits of each file, by position; two of them never overlap. */
  private final Map<SourceFile, NavigableSet<Edit>> chosen = new LinkedHashMap<>();

  private final List<Finding> applied = new ArrayList<>();
  private final List<Finding> left = new ArrayList<>();

  private Fixer() {}

  /**
   * What fixing would do.
   *
   * @param files the files that change, in report order
   * @param applied the findings whose fix is in them
   * @param left findings with a fix that overlaps a chosen one; another run may take it
   */
  public record Plan(List<FixedFile> files, List<Finding> applied, List<Finding> left) {
    /** Copies the lists. */
    public Plan {
      files = List.copyOf(files);
      applied = List.copyOf(applied);
      left = List.copyOf(left);
    }
  }

  /**
   * Plans the fixes of findings. A fix is taken whole or not at all; of two that overlap the first
   * wins; two that say the same are one.
   *
   * @param findings in report order
   * @param unsafe whether fixes count that a person has to judge
   */
  public static Plan plan(List<Finding> findings, boolean unsafe) {
    Fixer fixer = new Fixer();
    for (Finding finding : findings) {
      Fix fix = finding.fix();
      if (fix != null && (unsafe || fix.safety() == Fix.Safety.SAFE) && !fix.edits().isEmpty()) {
        fixer.add(finding, fix);
      }
    }
    List<FixedFile> files = new ArrayList<>();
    fixer.chosen.forEach(
        (file, edits) -> {
          if (!edits.isEmpty()) {
            files.add(new FixedFile(file, List.copyOf(edits)));
          }
        });
    return new Plan(files, fixer.applied, fixer.left);
  }

  private void add(Finding finding, Fix fix) {
    Set<Edit> fresh = new LinkedHashSet<>();
    for (Edit written : fix.edits()) {
      Edit edit = withLineEndsOf(written);
      NavigableSet<Edit> others = edits(edit.span().file());
      if (edit.equals(others.floor(edit))) {
        continue;
      }
      if (overlaps(edit, others)) {
        left.add(finding);
        return;
      }
      fresh.add(edit);
    }
    fresh.forEach(edit -> edits(edit.span().file()).add(edit));
    applied.add(finding);
  }

  /** What an edit inserts gets the line ends that the file has. */
  private static Edit withLineEndsOf(Edit edit) {
    String text = edit.span().file().text();
    int lineEnd = text.indexOf('\n');
    boolean isCrLf = lineEnd > 0 && text.charAt(lineEnd - 1) == '\r';
    return isCrLf && edit.text().contains("\n")
        ? new Edit(edit.span(), edit.text().replace("\r\n", "\n").replace("\n", "\r\n"))
        : edit;
  }

  private NavigableSet<Edit> edits(SourceFile file) {
    return chosen.computeIfAbsent(file, f -> new TreeSet<>(BY_POSITION));
  }

  /** Also true for two insertions at one place: their order would be a guess. */
  private static boolean overlaps(Edit edit, NavigableSet<Edit> others) {
    Edit before = others.floor(edit);
    Edit behind = others.ceiling(edit);
    return (before != null && touches(before, edit)) || (behind != null && touches(edit, behind));
  }

  private static boolean touches(Edit first, Edit second) {
    return first.span().end() > second.span().start()
        || first.span().start() == second.span().start();
  }
}
