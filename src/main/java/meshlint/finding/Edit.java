package meshlint.finding;

import meshlint.source.Span;

/**
 * One replacement of text.
 *
 * @param span what is replaced; an empty span inserts
 * @param text what stands there afterwards
 */
public record Edit(Span span, String text) {}
