/** The connections that manifests say are intended, and what becomes of them hop by hop. */
@NullMarked
package meshlint.trace;

import org.jspecify.annotations.NullMarked;
