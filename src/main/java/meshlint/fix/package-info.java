/** Edits to new text: comments, layout, line ends and encoding stay as they are. */
@NullMarked
package meshlint.fix;

import org.jspecify.annotations.NullMarked;
