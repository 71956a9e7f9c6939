package meshlint.schema;

import org.jspecify.annotations.Nullable;

/** The forms of names that Kubernetes asks for (apimachinery's {@code util/validation}). */
public enum NameForm {
  /** A DNS label (RFC 1123): the name of a namespace, a container, a Service's port. */
  LABEL(
      63,
      "is not made of lower-case letters, digits and \"-\" with a letter or digit at both ends"),
  /** A DNS label that starts with a letter (RFC 1035): the name of a Service. */
  LABEL_1035(
      63,
      "is not made of lower-case letters, digits and \"-\" with a letter first and a letter or digit last"),
  /** DNS labels with dots between them: the name of most objects. */
  SUBDOMAIN(
      253,
      "is not made of lower-case letters, digits, \"-\" and \".\" with a letter or digit at both ends of each part"),
  /** A subdomain whose first label may be {@code *}: the host of an Ingress. */
  HOST(253, "is no host name such as shop.example.com or *.example.com"),
  /** The key of a label or annotation: a name, behind a subdomain and a slash or alone. */
  QUALIFIED(
      317,
      "is no key such as app or example.com/app: letters, digits, \"-\", \"_\" and \".\", at most 63 behind the slash"),
  /** The value of a label. */
  LABEL_VALUE(
      63,
      "is not made of at most 63 letters, digits, \"-\", \"_\" and \".\" with a letter or digit at both ends"),
  /** The name of a container's port. */
  PORT_NAME(
      15,
      "is no port name: at most 15 lower-case letters, digits and single \"-\" inside, one of them a letter"),
  /** The name of an environment variable before Kubernetes 1.32. */
  OLD_VARIABLE(
      Integer.MAX_VALUE,
      "is not made of letters, digits, \"_\", \"-\" and \".\" with no digit first"),
  /** The name of an environment variable. */
  VARIABLE(Integer.MAX_VALUE, "has a character that is not printable ASCII, or an \"=\""),
  /** A key of a ConfigMap or Secret: it becomes a file name. */
  CONFIG_KEY(253, "is not made of letters, digits, \"-\", \"_\" and \".\""),
  /** A part of a URL's path: the name of a role. */
  PATH_SEGMENT(Integer.MAX_VALUE, "is \".\", \"..\" or has a \"/\" or \"%\"");

  private final int longest;
  private final String complaint;

  NameForm(int longest, String complaint) {
    this.longest = longest;
    this.complaint = complaint;
  }

  /** What is wrong with a text that has not the form, as the end of a sentence about it. */
  String complaint(String text) {
    return text.length() > longest && this != QUALIFIED
        ? "has " + text.length() + " characters, where " + longest + " are allowed"
        : complaint;
  }

  /** A text of this form that was probably meant; null where none suggests itself. */
  @Nullable String suggestion(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(
          c == '_' || c == ' ' || (c == '.' && this != SUBDOMAIN && this != HOST)
              ? '-'
              : c < 128 ? Character.toLowerCase(c) : c);
    }
    String made = out.toString();
    return made.equals(text) || !fits(made) ? null : made;
  }

  /** Whether a text has the form. */
  public boolean fits(String text) {
    if (text.length() > longest) {
      return false;
    }
    return switch (this) {
      case LABEL -> isLabel(text, 0, text.length());
      case LABEL_1035 -> isLabel(text, 0, text.length()) && isLower(text.charAt(0));
      case SUBDOMAIN -> isSubdomain(text, 0);
      case HOST -> isSubdomain(text, text.startsWith("*.") ? 2 : 0);
      case QUALIFIED -> isQualified(text);
      case LABEL_VALUE -> text.isEmpty() || isName(text, 0);
      case PORT_NAME -> isPortName(text);
      case OLD_VARIABLE -> isOldVariable(text);
      case VARIABLE -> !text.isEmpty() && text.chars().allMatch(c -> c > 31 && c < 127 && c != '=');
      case CONFIG_KEY -> isConfigKey(text);
      case PATH_SEGMENT ->
          !text.equals(".") && !text.equals("..") && text.indexOf('/') < 0 && text.indexOf('%') < 0;
    };
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLabel(String text, int from, int to) {
    if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSubdomain(String text, int from) {
    int start = from;
    while (true) {
      int dot = text.indexOf('.', start);
      if (!isLabel(text, start, dot < 0 ? text.length() : dot)) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      start = dot + 1;
    }
  }

  private static boolean isQualified(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0 && (slash > 253 || !isSubdomain(text.substring(0, slash), 0))) {
      return false;
    }
    return text.length() - slash - 1 <= 63 && isName(text, slash + 1);
  }

  private static boolean isName(String text, int from) {
    int to = text.length();
    if (from == to || !isAlphanumeric(text.charAt(from)) || !isAlphanumeric(text.charAt(to - 1))) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPortName(String text) {
    return isLabel(text, 0, text.length())
        && !text.contains("--")
        && text.chars().anyMatch(c -> isLower((char) c));
  }

  private static boolean isOldVariable(String text) {
    if (text.isEmpty() || isDigit(text.charAt(0)) || text.equals(".") || text.startsWith("..")) {
      return false;
    }
    return isConfigKey(text);
  }

  private static boolean isConfigKey(String text) {
    if (text.isEmpty() || text.equals(".") || text.startsWith("..")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
