/** What fields the kinds of Kubernetes, Istio and the Gateway API have, release by release. */
@NullMarked
package meshlint.schema;

import org.jspecify.annotations.NullMarked;
