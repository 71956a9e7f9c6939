/** Text and places in it: source files, spans, and finding the files to read. */
@NullMarked
package meshlint.source;

import org.jspecify.annotations.NullMarked;
