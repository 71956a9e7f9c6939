/** What NetworkPolicy allows: who may reach whom on which port, and by which clause. */
@NullMarked
package meshlint.network;

import org.jspecify.annotations.NullMarked;
