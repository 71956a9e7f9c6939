package meshlint.rule;

import static meshlint.rule.FactType.STRING;

import meshlint.manifest.LoadProblem;

/** What rules on problems of files ({@code match: {problem: yaml-syntax}}) can ask. */
final class ProblemFunctions {
  static final FactType<LoadProblem> PROBLEM = FactType.of("Problem", LoadProblem.class);

  private ProblemFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(
            PROBLEM,
            "Something wrong with the text of a file; the variable `problem` of rules that match one")
        .field("code", STRING, "what is wrong, such as `yaml-syntax`", LoadProblem::code)
        .field("message", STRING, "one sentence about it", LoadProblem::message);
  }
}
