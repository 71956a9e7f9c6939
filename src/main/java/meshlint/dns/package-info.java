/**
 * How names resolve in the cluster: what the Corefile answers, the cluster's DNS domain, the DNS
 * Service, and what the resolver of a pod asks for.
 */
@NullMarked
package meshlint.dns;

import org.jspecify.annotations.NullMarked;
