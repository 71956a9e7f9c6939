/** What Istio makes of the graph: who is in the mesh, which mTLS mode holds, what a host means. */
@NullMarked
package meshlint.mesh;

import org.jspecify.annotations.NullMarked;
