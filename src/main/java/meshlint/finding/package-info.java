/** What the linter has to say: findings, their places, severities and fixes. */
@NullMarked
package meshlint.finding;

import org.jspecify.annotations.NullMarked;
