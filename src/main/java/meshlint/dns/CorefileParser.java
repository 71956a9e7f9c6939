package meshlint.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import meshlint.manifest.EmbeddedText;
import org.jspecify.annotations.Nullable;

/**
 * Reads Corefiles as CoreDNS does (coredns/caddy, caddyfile/lexer.go and parse.go): words divided
 * by blanks, double quotes, {@code #} comments, braces, snippets and imports.
 */
final class CorefileParser {
  private static final int MAX_IMPORT_DEPTH = 10;
  // Far beyond any real Corefile; they only keep a hostile one from costing much.
  private static final int MAX_NESTING = 50;
  private static final int MAX_PLUGINS = 100_000;

  private final Function<String, List<EmbeddedText>> imports;
  private final Map<String, Reader> snippets = new HashMap<>();
  private final List<ServerBlock> blocks = new ArrayList<>();
  private @Nullable Token missingTopLevelImport;
  private @Nullable Token missingImport;
  private int plugins;
  private int nesting;

  /** A parser that asks for the texts that an import's path or glob names; empty if unknown. */
  private CorefileParser(Function<String, List<EmbeddedText>> imports) {
    this.imports = imports;
  }

  /**
   * Reads a Corefile.
   *
   * @param imports the texts that the path of an import names; empty where the input has none
   */
  static Corefile parse(EmbeddedText text, Function<String, List<EmbeddedText>> imports) {
    CorefileParser parser = new CorefileParser(imports);
    parser.file(new Reader(tokens(text)), 0);
    return new Corefile(text, parser.blocks, parser.missingTopLevelImport);
  }

  /** The words of a text. */
  static List<Token> tokens(EmbeddedText source) {
    String text = source.text();
    List<Token> out = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int line = 0;
    int start = -1;
    boolean quoted = false;
    boolean escaped = false;
    boolean comment = false;
    int startLine = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (quoted && i < text.length()) {
        if (escaped) {
          if (c != '"') {
            word.append('\\');
          }
          word.append(c);
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          quoted = false;
          out.add(new Token(source, start, i + 1, startLine, word.toString()));
          word.setLength(0);
          start = -1;
        } else {
          word.append(c);
        }
        line += c == '\n' ? 1 : 0;
        continue;
      }
      if (Character.isWhitespace(c)) {
        if (start >= 0) {
          out.add(new Token(source, start, start + word.length(), startLine, word.toString()));
          word.setLength(0);
          start = -1;
        }
        if (c == '\n') {
          line++;
          comment = false;
        }
        continue;
      }
      if (comment) {
        continue;
      }
      if (c == '#') {
        // As in CoreDNS, a comment may start inside a word and ends it.
        comment = true;
        continue;
      }
      if (start < 0) {
        start = i;
        startLine = line;
        if (c == '"') {
          quoted = true;
          continue;
        }
      }
      word.append(c);
    }
    return out;
  }

  /** A place in a list of words. */
  private static final class Reader {
    private final List<Token> tokens;
    private int at;

    Reader(List<Token> tokens) {
      this.tokens = tokens;
    }

    boolean done() {
      return at >= tokens.size();
    }

    Token peek() {
      return tokens.get(at);
    }

    Token next() {
      return tokens.get(at++);
    }

    /** Whether the next word stands on the same line as another. */
    boolean onLineOf(Token token) {
      return !done() && peek().line() == token.line();
    }
  }

  private void file(Reader reader, int depth) {
    while (!reader.done()) {
      Token first = reader.next();
      if (first.text().equals("import")) {
        importFiles(first, reader, depth);
        continue;
      }
      List<Token> keys = new ArrayList<>();
      boolean open = addKey(keys, first);
      while (!open
          && !reader.done()
          && (reader.onLineOf(keys.get(keys.size() - 1))
              || keys.get(keys.size() - 1).text().endsWith(","))) {
        open = addKey(keys, reader.next());
      }
      if (!open && keys.size() == 1 && keys.get(0).text().equals("}")) {
        continue;
      }
      String name = keys.isEmpty() ? "" : keys.get(0).text();
      if (name.startsWith("(") && name.endsWith(")")) {
        List<Token> body = new ArrayList<>();
        takeBlock(reader, body);
        snippets.put(name.substring(1, name.length() - 1), new Reader(body));
        continue;
      }
      missingImport = null;
      List<Plugin> lines = lines(reader, depth);
      blocks.add(new ServerBlock(keys, lines, missingImport));
    }
  }

  /** Adds a key; returns whether it was, or ended with, the opening brace. */
  private static boolean addKey(List<Token> keys, Token token) {
    String text = token.text();
    if (text.equals("{")) {
      return true;
    }
    boolean brace = text.length() > 1 && text.endsWith("{");
    String word = brace ? text.substring(0, text.length() - 1) : text;
    for (String part : word.split(",", -1)) {
      if (!part.isEmpty()) {
        int from = token.from() + word.indexOf(part);
        keys.add(new Token(token.source(), from, from + part.length(), token.line(), part));
      }
    }
    return brace;
  }

  private static void takeBlock(Reader reader, List<Token> body) {
    int depth = 1;
    while (!reader.done()) {
      Token token = reader.next();
      depth += token.text().equals("{") ? 1 : token.text().equals("}") ? -1 : 0;
      if (depth == 0) {
        return;
      }
      body.add(token);
    }
  }

  private void importFiles(Token word, Reader reader, int depth) {
    while (reader.onLineOf(word)) {
      Token path = reader.next();
      List<EmbeddedText> texts = imports.apply(path.text());
      if (texts.isEmpty()) {
        missingTopLevelImport = path;
      }
      if (depth < MAX_IMPORT_DEPTH) {
        for (EmbeddedText text : texts) {
          file(new Reader(tokens(text)), depth + 1);
        }
      }
    }
  }

  /** The lines up to the closing brace, which is taken too. */
  private List<Plugin> lines(Reader reader, int depth) {
    List<Plugin> out = new ArrayList<>();
    while (!reader.done() && plugins < MAX_PLUGINS) {
      Token name = reader.next();
      if (name.text().equals("}")) {
        return out;
      }
      plugins++;
      List<Token> arguments = new ArrayList<>();
      List<Plugin> block = List.of();
      while (reader.onLineOf(name)) {
        Token token = reader.next();
        if (token.text().equals("{") && nesting < MAX_NESTING) {
          nesting++;
          block = lines(reader, depth);
          nesting--;
          break;
        }
        if (token.text().equals("}")) {
          reader.at--;
          break;
        }
        arguments.add(token);
      }
      if (name.text().equals("import") && !arguments.isEmpty()) {
        out.addAll(imported(arguments.get(0), depth));
      } else {
        out.add(new Plugin(name, arguments, block));
      }
    }
    return out;
  }

  private List<Plugin> imported(Token path, int depth) {
    if (depth >= MAX_IMPORT_DEPTH) {
      return List.of();
    }
    Reader snippet = snippets.get(path.text());
    if (snippet != null) {
      return lines(new Reader(snippet.tokens), depth + 1);
    }
    List<EmbeddedText> texts = imports.apply(path.text());
    if (texts.isEmpty()) {
      missingImport = path;
    }
    List<Plugin> out = new ArrayList<>();
    for (EmbeddedText text : texts) {
      out.addAll(lines(new Reader(tokens(text)), depth + 1));
    }
    return out;
  }
}
