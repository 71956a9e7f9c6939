package meshlint.source;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that somebody else wrote: in a rule, a CustomResourceDefinition or a
 * Corefile. They match in time linear in the text, and, other than RE2 alone, in time and memory
 * that are bounded by the pattern: repeats inside repeats multiply.
 */
public final class Regex {
  /** Elements that a pattern may have when its repeats are written out. */
  private static final int MOST = 20_000;

  private Regex() {}

  /**
   * A pattern ready to match.
   *
   * @throws PatternSyntaxException for what is no pattern of RE2, or one that repeats too much
   */
  public static Pattern compile(String pattern) {
    if (size(pattern) > MOST) {
      throw new PatternSyntaxException("it repeats too much", pattern);
    }
    return Pattern.compile(pattern);
  }

  /** About how many elements a pattern has when its repeats are written out; right or too much. */
  public static long size(String pattern) {
    long[] outer = new long[pattern.length() + 1];
    int depth = 0;
    long here = 0;
    long last = 0;
    int i = 0;
    while (i < pattern.length() && here <= MOST) {
      char c = pattern.charAt(i);
      i++;
      if (c == '(') {
        outer[depth] = here;
        depth++;
        here = 0;
        last = 0;
      } else if (c == ')' && depth > 0) {
        depth--;
        last = here + 1;
        here = outer[depth] + last;
      } else if (c == '{') {
        int end = pattern.indexOf('}', i);
        long times = end < 0 ? 0 : times(pattern.substring(i, end));
        if (times > 0) {
          here += last * (times - 1);
          last *= times;
          i = end + 1;
        } else {
          here++;
          last = 1;
        }
      } else {
        if (c == '\\') {
          i++;
        } else if (c == '[') {
          i = endOfClass(pattern, i);
        }
        here++;
        last = 1;
      }
    }
    for (int open = 0; open < depth; open++) {
      here += outer[open];
    }
    return here;
  }

  /** The greater bound of a repeat such as {@code 2,5}; 0 for what is none. */
  private static long times(String repeat) {
    long most = 0;
    for (String bound : repeat.split(",", -1)) {
      if (bound.isEmpty()) {
        continue;
      }
      if (bound.length() > 6 || !bound.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return 0;
      }
      most = Math.max(most, Long.parseLong(bound));
    }
    return most;
  }

  private static int endOfClass(String pattern, int start) {
    int i = start;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    int first = i;
    while (i < pattern.length() && (pattern.charAt(i) != ']' || i == first)) {
      i += pattern.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(pattern.length(), i + 1);
  }
}
