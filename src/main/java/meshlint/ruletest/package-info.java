/** Rule cases to verdicts: whether rules say what the comments in their cases say they say. */
@NullMarked
package meshlint.ruletest;

import org.jspecify.annotations.NullMarked;
