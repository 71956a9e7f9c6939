package meshlint.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.rule.Code.Mode;
import meshlint.rule.Code.Null;
import meshlint.rule.Code.Shape;

/**
 * Reads CEL text. It knows CEL's whole grammar except what manifests have no use for: unsigned
 * numbers, bytes and the making of messages, each of which gets an error of its own.
 */
final class Parser {
  /** What is wrong where a string is not closed. */
  static final String OPEN_STRING = "a string without an end";

  private static final int MAX_DEPTH = 200;

  /** Words that CEL keeps from being names of variables. */
  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  /** Words that are no names at all. */
  private static final Set<String> KEYWORDS = Set.of("in", "true", "false", "null");

  private static final Set<String> MACROS =
      Set.of("all", "exists", "exists_one", "existsOne", "filter", "map", "optMap", "optFlatMap");

  private final Lexer lexer;
  private Token token;
  private int depth;

  private Parser(String text) {
    lexer = new Lexer(text);
    token = lexer.next();
  }

  /**
   * The tree of an expression.
   *
   * @throws SyntaxException at the first place where it is no CEL
   */
  static Code parse(String text) {
    Parser parser = new Parser(text);
    Code code = parser.expression();
    if (parser.token.type != Token.Type.END) {
      throw parser.unexpected();
    }
    return code;
  }

  /**
   * The index of the brace that closes an expression inside a text, or -1.
   *
   * @param start the index at which the expression starts
   */
  static int closingBrace(String text, int start) {
    int depth = 0;
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = endOfString(text, i);
        continue;
      }
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        if (depth == 0) {
          return i;
        }
        depth--;
      }
      i++;
    }
    return -1;
  }

  private static int endOfString(String text, int start) {
    char quote = text.charAt(start);
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** What is wrong with the text of an expression, and at which index of it. */
  static final class SyntaxException extends RuntimeException {
    private final int offset;

    SyntaxException(int offset, String message) {
      super(message, null, false, false);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private SyntaxException unexpected() {
    return new SyntaxException(
        token.offset,
        token.type == Token.Type.END
            ? "the expression ends too early"
            : "unexpected '" + token.text + "'");
  }

  private boolean at(String symbol) {
    return token.type == Token.Type.SYMBOL && token.text.equals(symbol);
  }

  private boolean take(String symbol) {
    if (at(symbol)) {
      token = lexer.next();
      return true;
    }
    return false;
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw new SyntaxException(
          token.offset,
          "expected '"
              + symbol
              + "'"
              + (token.type == Token.Type.END ? "" : ", not '" + token.text + "'"));
    }
  }

  private Code expression() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException(token.offset, "the expression is nested too deeply");
    }
    Code condition = or();
    if (at("?")) {
      int offset = token.offset;
      expect("?");
      Code yes = or();
      expect(":");
      Code no = expression();
      condition = call(offset, "_?_:_", condition, yes, no);
    }
    depth--;
    return condition;
  }

  private Code or() {
    Code left = and();
    while (at("||")) {
      int offset = token.offset;
      expect("||");
      left = call(offset, "_||_", left, and());
    }
    return left;
  }

  private Code and() {
    Code left = relation();
    while (at("&&")) {
      int offset = token.offset;
      expect("&&");
      left = call(offset, "_&&_", left, relation());
    }
    return left;
  }

  private Code relation() {
    Code left = addition();
    while (true) {
      int offset = token.offset;
      String operator = token.text;
      if (token.type == Token.Type.NAME && operator.equals("in")) {
        token = lexer.next();
        left = call(offset, "@in", left, addition());
      } else if (token.type == Token.Type.SYMBOL && isRelation(operator)) {
        token = lexer.next();
        left = call(offset, "_" + operator + "_", left, addition());
      } else {
        return left;
      }
    }
  }

  private static boolean isRelation(String symbol) {
    return switch (symbol) {
      case "<", "<=", ">", ">=", "==", "!=" -> true;
      default -> false;
    };
  }

  private Code addition() {
    Code left = multiplication();
    while (at("+") || at("-")) {
      int offset = token.offset;
      String function = "_" + token.text + "_";
      token = lexer.next();
      left = call(offset, function, left, multiplication());
    }
    return left;
  }

  private Code multiplication() {
    Code left = unary();
    while (at("*") || at("/") || at("%")) {
      int offset = token.offset;
      String function = "_" + token.text + "_";
      token = lexer.next();
      left = call(offset, function, left, unary());
    }
    return left;
  }

  private Code unary() {
    int offset = token.offset;
    if (!at("!") && !at("-")) {
      return member(primary());
    }
    String operator = token.text;
    int times = 0;
    while (take(operator)) {
      times++;
    }
    // A single minus belongs to the number, for -9223372036854775808 has no positive.
    if (operator.equals("-") && times == 1 && token.type == Token.Type.NUMBER) {
      Token number = token;
      token = lexer.next();
      return member(new Code.Const(offset, number(offset, "-" + number.text)));
    }
    // As in CEL, two of a kind take each other back before types are looked at.
    Code operand = member(primary());
    return times % 2 == 0 ? operand : call(offset, operator + "_", operand);
  }

  private Code member(Code start) {
    Code code = start;
    while (true) {
      int offset = token.offset;
      if (take(".")) {
        boolean optional = take("?");
        Token name = token;
        if (name.type != Token.Type.NAME && name.type != Token.Type.QUOTED) {
          throw unexpected();
        }
        if (name.type == Token.Type.NAME && KEYWORDS.contains(name.text)) {
          throw new SyntaxException(
              name.offset, "unexpected '" + name.text + "'; as a field write `" + name.text + "`");
        }
        token = lexer.next();
        if (!optional && name.type == Token.Type.NAME && at("(")) {
          code = memberCall(code, name);
        } else {
          Mode mode = optional ? Mode.OPTIONAL : Mode.VALUE;
          code = new Code.Select(name.offset, code, name.text, mode, Shape.ANY);
        }
      } else if (take("[")) {
        String function = take("?") ? "_[?_]" : "_[_]";
        Code index = expression();
        expect("]");
        code = call(offset, function, code, index);
      } else if (at("{")) {
        throw new SyntaxException(offset, "rules cannot make messages");
      } else {
        return code;
      }
    }
  }

  private Code memberCall(Code receiver, Token name) {
    List<Code> args = arguments();
    if (receiver instanceof Code.Var variable && variable.name().equals("optional")) {
      return new Code.Call(name.offset, "optional." + name.text, List.of(), args);
    }
    if (MACROS.contains(name.text)
        && (args.size() == 2 || (args.size() == 3 && name.text.equals("map")))) {
      if (!(args.get(0) instanceof Code.Var item)) {
        throw new SyntaxException(
            args.get(0).offset(), "the first argument of " + name.text + " must be a new name");
      }
      String macro =
          args.size() == 3 ? "filterMap" : name.text.equals("existsOne") ? "exists_one" : name.text;
      return new Code.Macro(
          name.offset, macro, receiver, item.name(), args.subList(1, args.size()));
    }
    List<Code> all = new ArrayList<>(args.size() + 1);
    all.add(receiver);
    all.addAll(args);
    return new Code.Call(name.offset, "." + name.text, List.of(), all);
  }

  private List<Code> arguments() {
    expect("(");
    List<Code> out = new ArrayList<>();
    while (!at(")")) {
      out.add(expression());
      if (!at(")")) {
        expect(",");
        if (at(")")) {
          throw unexpected();
        }
      }
    }
    expect(")");
    return out;
  }

  private Code primary() {
    Token here = token;
    token = lexer.next();
    switch (here.type) {
      case NUMBER -> {
        return new Code.Const(here.offset, number(here.offset, here.text));
      }
      case STRING -> {
        return new Code.Const(here.offset, here.text);
      }
      case NAME -> {
        return name(here);
      }
      case SYMBOL -> {
        if (here.text.equals("(")) {
          Code code = expression();
          expect(")");
          return code;
        } else if (here.text.equals("[")) {
          return list(here);
        } else if (here.text.equals("{")) {
          return map(here);
        } else if (here.text.equals(".") && token.type == Token.Type.NAME) {
          return primary();
        }
      }
      default -> {}
    }
    token = here;
    throw unexpected();
  }

  private Code name(Token name) {
    if (name.text.equals("in")) {
      token = name;
      throw unexpected();
    }
    Object literal =
        switch (name.text) {
          case "true" -> true;
          case "false" -> false;
          case "null" -> Null.NULL;
          default -> null;
        };
    if (literal != null) {
      return new Code.Const(name.offset, literal);
    }
    if (RESERVED.contains(name.text)) {
      throw new SyntaxException(name.offset, "'" + name.text + "' is a reserved word");
    }
    if (!at("(")) {
      return new Code.Var(name.offset, name.text);
    }
    List<Code> args = arguments();
    if (name.text.equals("has")) {
      if (args.size() == 1
          && args.get(0) instanceof Code.Select select
          && select.mode() == Mode.VALUE) {
        return new Code.Select(
            select.offset(), select.operand(), select.field(), Mode.PRESENCE, Shape.ANY);
      }
      throw new SyntaxException(name.offset, "has() takes one field: has(a.b)");
    }
    return new Code.Call(name.offset, name.text, List.of(), args);
  }

  private Code list(Token open) {
    List<Code> items = new ArrayList<>();
    while (!at("]")) {
      items.add(expression());
      if (!at("]")) {
        expect(",");
      }
    }
    expect("]");
    return new Code.ListOf(open.offset, items);
  }

  private Code map(Token open) {
    List<Code> keys = new ArrayList<>();
    List<Code> values = new ArrayList<>();
    while (!at("}")) {
      keys.add(expression());
      expect(":");
      values.add(expression());
      if (!at("}")) {
        expect(",");
      }
    }
    expect("}");
    return new Code.MapOf(open.offset, keys, values);
  }

  private static Code call(int offset, String function, Code... args) {
    return new Code.Call(offset, function, List.of(), List.of(args));
  }

  private static Object number(int offset, String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("-0x")) {
        return Long.parseLong(text.replace("0x", ""), 16);
      }
      if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
        return Double.parseDouble(text);
      }
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new SyntaxException(offset, "no number of 64 bits: " + text);
    }
  }

  /** A word, literal or symbol of the text; a string's text is its value. */
  private record Token(Type type, int offset, String text) {
    enum Type {
      NAME,
      QUOTED,
      NUMBER,
      STRING,
      SYMBOL,
      END
    }
  }

  /** Cuts text into tokens. */
  private static final class Lexer {
    private static final List<String> LONG_SYMBOLS = List.of("&&", "||", "==", "!=", "<=", ">=");
    private static final String SYMBOLS = "()[]{}.,?:+-*/%!<>";

    private final String text;
    private int at;

    Lexer(String text) {
      this.text = text;
    }

    private char peek(int ahead) {
      return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    Token next() {
      skipSpace();
      int start = at;
      if (at >= text.length()) {
        return new Token(Token.Type.END, start, "");
      }
      char c = peek(0);
      if (isQuote(c) || (isPrefix(c) && stringFollows())) {
        return string(start);
      }
      if (isLetter(c)) {
        while (isLetter(peek(0)) || isDigit(peek(0))) {
          at++;
        }
        return new Token(Token.Type.NAME, start, text.substring(start, at));
      }
      if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
        return number(start);
      }
      if (c == '`') {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
          throw new SyntaxException(start, "a quoted name without an end");
        }
        at = end + 1;
        return new Token(Token.Type.QUOTED, start, text.substring(start + 1, end));
      }
      for (String symbol : LONG_SYMBOLS) {
        if (text.startsWith(symbol, at)) {
          at += 2;
          return new Token(Token.Type.SYMBOL, start, symbol);
        }
      }
      if (SYMBOLS.indexOf(c) >= 0) {
        at++;
        return new Token(Token.Type.SYMBOL, start, String.valueOf(c));
      }
      String hint =
          switch (c) {
            case '&' -> "; write '&&'";
            case '|' -> "; write '||'";
            case '=' -> "; write '=='";
            default -> "";
          };
      String shown = new String(Character.toChars(text.codePointAt(at)));
      throw new SyntaxException(start, "unexpected '" + shown + "'" + hint);
    }

    private void skipSpace() {
      while (at < text.length()) {
        char c = peek(0);
        if (c == '/' && peek(1) == '/') {
          while (at < text.length() && peek(0) != '\n') {
            at++;
          }
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
          at++;
        } else {
          return;
        }
      }
    }

    private static boolean isQuote(char c) {
      return c == '"' || c == '\'';
    }

    private static boolean isPrefix(char c) {
      return c == 'r' || c == 'R' || c == 'b' || c == 'B';
    }

    private boolean stringFollows() {
      return isQuote(peek(1))
          || (isPrefix(peek(1)) && isRaw(peek(0)) != isRaw(peek(1)) && isQuote(peek(2)));
    }

    private static boolean isRaw(char c) {
      return c == 'r' || c == 'R';
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private Token number(int start) {
      if (peek(0) == '0' && peek(1) == 'x') {
        at += 2;
        while (Character.digit(peek(0), 16) >= 0) {
          at++;
        }
      } else {
        digits();
        if (peek(0) == '.' && isDigit(peek(1))) {
          at++;
          digits();
        }
        boolean signed = peek(1) == '+' || peek(1) == '-';
        if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(signed ? 2 : 1))) {
          at += signed ? 2 : 1;
          digits();
        }
      }
      if (peek(0) == 'u' || peek(0) == 'U') {
        throw new SyntaxException(start, "rules have no unsigned numbers");
      }
      return new Token(Token.Type.NUMBER, start, text.substring(start, at));
    }

    private void digits() {
      while (isDigit(peek(0))) {
        at++;
      }
    }

    private Token string(int start) {
      boolean raw = false;
      while (isPrefix(peek(0))) {
        if (peek(0) == 'b' || peek(0) == 'B') {
          throw new SyntaxException(start, "rules have no bytes");
        }
        raw = true;
        at++;
      }
      char quote = peek(0);
      String end = String.valueOf(quote);
      boolean multiline = peek(1) == quote && peek(2) == quote;
      if (multiline) {
        end = end.repeat(3);
      }
      at += end.length();
      StringBuilder out = new StringBuilder();
      while (!text.startsWith(end, at)) {
        char c = peek(0);
        if (at >= text.length() || (!multiline && (c == '\n' || c == '\r'))) {
          throw new SyntaxException(start, OPEN_STRING);
        }
        if (c == '\\' && !raw) {
          escape(out);
        } else {
          out.append(c);
          at++;
        }
      }
      at += end.length();
      return new Token(Token.Type.STRING, start, out.toString());
    }

    private void escape(StringBuilder out) {
      int start = at;
      char c = peek(1);
      at += 2;
      switch (c) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'v' -> out.append('\u000b');
        case '\\', '\'', '"', '`', '?' -> out.append(c);
        case 'x', 'X' -> code(out, start, 2, 16);
        case 'u' -> code(out, start, 4, 16);
        case 'U' -> code(out, start, 8, 16);
        case '0', '1', '2', '3' -> {
          at--;
          code(out, start, 3, 8);
        }
        default -> throw new SyntaxException(start, "no escape: \\" + c);
      }
    }

    private void code(StringBuilder out, int start, int digits, int radix) {
      int end = Math.min(text.length(), at + digits);
      String number = text.substring(at, end);
      try {
        out.appendCodePoint(Integer.parseInt(number, radix));
      } catch (IllegalArgumentException e) {
        throw new SyntaxException(start, "no character: " + text.substring(start, end));
      }
      at = end;
    }
  }
}
