package meshlint.engine;

import meshlint.finding.Finding;

/**
 * A finding that is left out.
 *
 * @param finding what would have been said
 * @param by who wished it so
 */
public record Suppressed(Finding finding, Ignore by) {}
