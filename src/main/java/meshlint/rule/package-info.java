/** Rule files to checked rules: the rule language, its facts and functions, and its evaluation. */
@NullMarked
package meshlint.rule;

import org.jspecify.annotations.NullMarked;
