/** How Kubernetes relates the objects of one world: workloads, selectors, Services, Namespaces. */
@NullMarked
package meshlint.graph;

import org.jspecify.annotations.NullMarked;
