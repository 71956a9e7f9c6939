package meshlint.rule;

import static meshlint.rule.FactType.STRING;

import meshlint.manifest.Problem;

/** What rules on problems of files and objects ({@code match: {problem: yaml-syntax}}) can ask. */
final class ProblemFunctions {
  static final FactType<Problem> PROBLEM = FactType.of("Problem", Problem.class);

  private ProblemFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(
            PROBLEM,
            "Something wrong with a file or with an object of its kind; the variable `problem` of rules that match one")
        .field("code", STRING, "what is wrong, such as `yaml-syntax`", Problem::code)
        .field("message", STRING, "one sentence about it", Problem::message)
        .field(
            "hint",
            STRING,
            "what to write; empty where that is not known",
            problem -> {
              String hint = problem.hint();
              return hint == null ? "" : hint;
            });
  }
}
