package meshlint.schema;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The schedule of a CronJob, as robfig/cron's standard parser reads it. */
final class Cron {
  private static final List<String> MACROS =
      List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private Cron() {}

  /** What is wrong with a schedule, as the end of a sentence about it; null where nothing is. */
  static @Nullable String complaint(String schedule) {
    if (schedule.startsWith("@")) {
      if (schedule.startsWith("@every ")) {
        return null;
      }
      return MACROS.contains(schedule) ? null : "is no schedule: there is no such shorthand";
    }
    String[] fields = schedule.strip().split("\\s+", -1);
    if (fields.length != 5) {
      return "has "
          + fields.length
          + (fields.length == 1 ? " field" : " fields")
          + ", where minute, hour, day of month, month and day of week are asked for";
    }
    String wrong = field(fields[0], "minute", 0, 59, List.of());
    wrong = wrong != null ? wrong : field(fields[1], "hour", 0, 23, List.of());
    wrong = wrong != null ? wrong : field(fields[2], "day of month", 1, 31, List.of());
    wrong = wrong != null ? wrong : field(fields[3], "month", 1, 12, MONTHS);
    return wrong != null ? wrong : field(fields[4], "day of week", 0, 6, DAYS);
  }

  private static @Nullable String field(
      String text, String name, int min, int max, List<String> names) {
    for (String part : text.split(",", -1)) {
      if (!part.isEmpty() && !isRange(part, min, max, names)) {
        return "has the "
            + name
            + " \""
            + part
            + "\", where "
            + min
            + " to "
            + max
            + " are allowed";
      }
    }
    return null;
  }

  private static boolean isRange(String part, int min, int max, List<String> names) {
    int slash = part.indexOf('/');
    if (slash >= 0 && number(part.substring(slash + 1), List.of(), 0) < 1) {
      return false;
    }
    String range = slash < 0 ? part : part.substring(0, slash);
    if (range.equals("*") || range.equals("?")) {
      return true;
    }
    int dash = range.indexOf('-');
    int from = number(dash < 0 ? range : range.substring(0, dash), names, min);
    int to = dash < 0 ? from : number(range.substring(dash + 1), names, min);
    return from >= min && from <= to && to <= max;
  }

  /** A number or a name that stands for one; -1 for anything else. */
  private static int number(String text, List<String> names, int first) {
    int named = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + first;
    }
    if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(text);
  }
}
