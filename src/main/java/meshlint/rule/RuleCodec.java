package meshlint.rule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.finding.Confidence;
import meshlint.finding.Fix;
import meshlint.finding.Severity;
import meshlint.rule.Code.Null;
import org.jspecify.annotations.Nullable;

/**
 * Checked rules as bytes: how the built-in rules lie in the jar, so that a run neither reads YAML
 * nor checks expressions. The expressions of a rule are decoded when an object first needs them.
 */
final class RuleCodec {
  /** Changes with the format, so that a stale file is refused rather than misread. */
  private static final int VERSION = 1;

  private RuleCodec() {}

  // --- writing -------------------------------------------------------------------

  static byte[] encode(Collection<Rule> rules) {
    Writer writer = new Writer();
    writer.number(VERSION);
    writer.list(List.copyOf(rules), writer::rule);
    return writer.bytes();
  }

  /** The expressions of a rule for one kind, as bytes. */
  static byte[] encode(RuleCode code) {
    Writer writer = new Writer();
    writer.ruleCode(code);
    return writer.bytes();
  }

  private interface Item<T> {
    void write(T item);
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Write {
      void run() throws IOException;
    }

    private void io(Write write) {
      try {
        write.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    void number(int value) {
      io(() -> out.writeInt(value));
    }

    void tag(int value) {
      io(() -> out.writeByte(value));
    }

    void truth(boolean value) {
      io(() -> out.writeBoolean(value));
    }

    void text(String value) {
      byte[] encoded = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      number(encoded.length);
      io(() -> out.write(encoded));
    }

    void texts(Collection<String> values) {
      list(List.copyOf(values), this::text);
    }

    <T> void list(List<T> values, Item<T> item) {
      number(values.size());
      values.forEach(item::write);
    }

    <T> void optional(@Nullable T value, Item<T> item) {
      truth(value != null);
      if (value != null) {
        item.write(value);
      }
    }

    void value(Object value) {
      if (value instanceof String text) {
        tag('s');
        text(text);
      } else if (value instanceof Long number) {
        tag('i');
        io(() -> out.writeLong(number));
      } else if (value instanceof Double number) {
        tag('d');
        io(() -> out.writeDouble(number));
      } else if (value instanceof Boolean truth) {
        tag(truth ? 't' : 'f');
      } else if (value instanceof List<?> list) {
        tag('l');
        number(list.size());
        list.forEach(item -> value(item));
      } else if (value == Null.NULL) {
        tag('n');
      } else {
        throw new IllegalArgumentException("no constant: " + value);
      }
    }

    void rule(Rule rule) {
      RuleInfo info = rule.info();
      text(info.id());
      text(info.title());
      text(info.category());
      list(info.severities(), severity -> tag(severity.ordinal()));
      texts(info.kinds());
      texts(info.aliases());
      text(info.since());
      optional(info.fixTitle(), this::text);
      list(
          info.parameters(),
          parameter -> {
            text(parameter.name());
            value(parameter.value());
            text(parameter.doc());
          });
      text(info.docs().why());
      text(info.docs().diagnose());
      text(info.docs().fix());
      text(info.docs().exceptions());
      texts(info.docs().references());
      text(info.source());
      texts(rule.problems());
      texts(rule.yieldsTo());
      Map<String, byte[]> codes = rule.encodedCodes();
      number(codes.size());
      codes.forEach(
          (target, code) -> {
            text(target);
            number(code.length);
            io(() -> out.write(code));
          });
    }

    void ruleCode(RuleCode code) {
      list(code.when(), this::code);
      list(code.forEach(), this::binding);
      list(code.variables(), this::binding);
      optional(code.expression(), this::code);
      list(code.severity(), choice -> choice(choice.when(), choice.value().ordinal()));
      list(code.confidence(), choice -> choice(choice.when(), choice.value().ordinal()));
      optional(code.at(), this::at);
      optional(code.cause(), this::code);
      list(
          code.related(),
          related -> {
            optional(related.forEach(), this::binding);
            optional(related.when(), this::code);
            at(related.at());
            template(related.label());
          });
      template(code.message());
      optional(code.hint(), this::template);
      optional(
          code.fix(),
          fix -> {
            optional(fix.when(), this::code);
            template(fix.title());
            tag(fix.safety().ordinal());
            list(
                fix.edits(),
                change -> {
                  at(change.at());
                  optional(change.replaceWith(), this::code);
                });
          });
    }

    private void choice(@Nullable Code when, int value) {
      optional(when, this::code);
      tag(value);
    }

    private void binding(RuleCode.Binding binding) {
      text(binding.name());
      code(binding.code());
    }

    private void at(RuleCode.At at) {
      code(at.base());
      list(at.steps(), this::code);
    }

    private void template(RuleCode.Text template) {
      list(
          template.parts(),
          part -> {
            truth(part instanceof Code);
            if (part instanceof Code code) {
              code(code);
            } else {
              text((String) part);
            }
          });
    }

    private void code(Code code) {
      if (code instanceof Code.Const constant) {
        tag('c');
        number(code.offset());
        value(constant.value());
      } else if (code instanceof Code.Var variable) {
        tag('v');
        number(code.offset());
        text(variable.name());
      } else if (code instanceof Code.Select select) {
        tag('.');
        number(code.offset());
        code(select.operand());
        text(select.field());
        tag(select.mode().ordinal());
        tag(select.shape().ordinal());
      } else if (code instanceof Code.Call call) {
        tag('(');
        number(code.offset());
        text(call.function());
        texts(call.overloads());
        list(call.args(), this::code);
      } else if (code instanceof Code.ListOf list) {
        tag('[');
        number(code.offset());
        list(list.items(), this::code);
      } else if (code instanceof Code.MapOf map) {
        tag('{');
        number(code.offset());
        list(map.keys(), this::code);
        list(map.values(), this::code);
      } else if (code instanceof Code.Macro macro) {
        tag('m');
        number(code.offset());
        text(macro.name());
        code(macro.range());
        text(macro.item());
        list(macro.body(), this::code);
      }
    }
  }

  // --- reading -------------------------------------------------------------------

  static List<Rule> decode(byte[] bytes, Catalogue catalogue) {
    Reader reader = new Reader(bytes);
    if (reader.number() != VERSION) {
      throw new IllegalStateException("the built-in rules are of another build");
    }
    return reader.list(() -> reader.rule(catalogue));
  }

  static RuleCode decode(byte[] bytes) {
    return new Reader(bytes).ruleCode();
  }

  private interface Make<T> {
    T make();
  }

  private static final class Reader {
    private static final Severity[] SEVERITIES = Severity.values();
    private static final Confidence[] CONFIDENCES = Confidence.values();
    private static final Code.Mode[] MODES = Code.Mode.values();
    private static final Code.Shape[] SHAPES = Code.Shape.values();

    private final DataInputStream in;

    Reader(byte[] bytes) {
      in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private interface Read<T> {
      T run() throws IOException;
    }

    private static <T> T io(Read<T> read) {
      try {
        return read.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int number() {
      return io(in::readInt);
    }

    private int tag() {
      return io(in::readUnsignedByte);
    }

    private boolean truth() {
      return io(in::readBoolean);
    }

    private byte[] block() {
      int length = number();
      return io(() -> in.readNBytes(length));
    }

    private String text() {
      return new String(block(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> texts() {
      return list(this::text);
    }

    <T> List<T> list(Make<T> make) {
      int size = number();
      List<T> out = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        out.add(make.make());
      }
      return out;
    }

    private <T> @Nullable T optional(Make<T> make) {
      return truth() ? make.make() : null;
    }

    private Object value() {
      int tag = tag();
      return switch (tag) {
        case 's' -> text();
        case 'i' -> io(in::readLong);
        case 'd' -> io(in::readDouble);
        case 't' -> true;
        case 'f' -> false;
        case 'l' -> list(this::value);
        case 'n' -> Null.NULL;
        default -> throw new IllegalStateException("no constant has the tag " + tag);
      };
    }

    Rule rule(Catalogue catalogue) {
      RuleInfo info =
          new RuleInfo(
              text(),
              text(),
              text(),
              list(() -> SEVERITIES[tag()]),
              texts(),
              texts(),
              text(),
              optional(this::text),
              list(() -> new RuleInfo.Parameter(text(), value(), text())),
              new RuleInfo.Docs(text(), text(), text(), text(), texts()),
              text());
      Set<String> problems = new LinkedHashSet<>(texts());
      Set<String> yieldsTo = new LinkedHashSet<>(texts());
      int targets = number();
      Map<String, byte[]> codes = new LinkedHashMap<>();
      for (int i = 0; i < targets; i++) {
        codes.put(text(), block());
      }
      return new Rule(info, catalogue, codes, problems, yieldsTo);
    }

    RuleCode ruleCode() {
      return new RuleCode(
          list(this::code),
          list(this::binding),
          list(this::binding),
          optional(this::code),
          list(() -> new RuleCode.Choice<>(optional(this::code), SEVERITIES[tag()])),
          list(() -> new RuleCode.Choice<>(optional(this::code), CONFIDENCES[tag()])),
          optional(this::at),
          optional(this::code),
          list(
              () ->
                  new RuleCode.Related(
                      optional(this::binding), optional(this::code), at(), template())),
          template(),
          optional(this::template),
          optional(
              () ->
                  new RuleCode.Repair(
                      optional(this::code),
                      template(),
                      Fix.Safety.values()[tag()],
                      list(() -> new RuleCode.Change(at(), optional(this::code))))));
    }

    private RuleCode.Binding binding() {
      return new RuleCode.Binding(text(), code());
    }

    private RuleCode.At at() {
      return new RuleCode.At(code(), list(this::code));
    }

    private RuleCode.Text template() {
      return new RuleCode.Text(list(() -> truth() ? code() : text()));
    }

    private Code code() {
      int tag = tag();
      int offset = number();
      return switch (tag) {
        case 'c' -> new Code.Const(offset, value());
        case 'v' -> new Code.Var(offset, text());
        case '.' -> new Code.Select(offset, code(), text(), MODES[tag()], SHAPES[tag()]);
        case '(' -> new Code.Call(offset, text(), texts(), list(this::code));
        case '[' -> new Code.ListOf(offset, list(this::code));
        case '{' -> new Code.MapOf(offset, list(this::code), list(this::code));
        case 'm' -> new Code.Macro(offset, text(), code(), text(), list(this::code));
        default -> throw new IllegalStateException("no code has the tag " + tag);
      };
    }
  }
}
