package meshlint.network;

/**
 * A clause that admits only what another one admits too, to the same pods at least.
 *
 * @param clause the clause without effect
 * @param by the other one, of the same policy or of another one
 */
public record ImpliedClause(Clause clause, Clause by) {}
