/** Arguments to runs: one class per command, and the options that they share. */
@NullMarked
package meshlint.cli;

import org.jspecify.annotations.NullMarked;
