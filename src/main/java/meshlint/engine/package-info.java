/** Rules over the object graph to sorted findings; what is left out of them, and why. */
@NullMarked
package meshlint.engine;

import org.jspecify.annotations.NullMarked;
