package meshlint.manifest;

import meshlint.source.Span;

/**
 * Something wrong with the text of a file, found while reading it. It becomes a finding of the rule
 * with its code; everything else in the file is still read.
 *
 * @param code rule id, such as {@code yaml-syntax}
 * @param message one sentence in lower case, without a full stop
 * @param span where
 */
public record LoadProblem(String code, String message, Span span) {}
