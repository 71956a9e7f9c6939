/** Findings to bytes: one class per output format. */
@NullMarked
package meshlint.report;

import org.jspecify.annotations.NullMarked;
