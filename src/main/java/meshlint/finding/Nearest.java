package meshlint.finding;

import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The word with the fewest changed, added, left out or swapped letters; null where all differ by
   * more than a third of their letters. Of equally near words the first in alphabetical order.
   */
  public static @Nullable String of(String written, Iterable<? extends String> known) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String word : known) {
      int limit = Math.max(1, Math.max(written.length(), word.length()) / 3);
      if (Math.abs(written.length() - word.length()) > limit) {
        continue;
      }
      int distance = word.equalsIgnoreCase(written) ? 0 : distance(written, word);
      if (distance <= limit
          && (distance < bestDistance
              || (distance == bestDistance && best != null && word.compareTo(best) < 0))) {
        best = word;
        bestDistance = distance;
      }
    }
    return best;
  }

  /**
   * The word that was surely meant: one letter away, two for words of twelve letters or more. Names
   * that are numbered or lettered in a row ({@code db-1}, {@code db-2}) are no slips of each other.
   *
   * @return null where there is none
   */
  public static @Nullable String slip(String written, Iterable<? extends String> known) {
    for (String word : known) {
      int limit = Math.min(written.length(), word.length()) < 12 ? 1 : 2;
      boolean near =
          Math.abs(written.length() - word.length()) <= limit
              && Math.min(written.length(), word.length()) > 2
              && distance(written, word) <= limit;
      if (near && !base(written).equals(base(word))) {
        return word;
      }
    }
    return null;
  }

  /** A name without its digits and without a last part of one letter. */
  private static String base(String name) {
    return name.replaceAll("[0-9]", "").replaceAll("[-_.][a-z]?$", "");
  }

  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
