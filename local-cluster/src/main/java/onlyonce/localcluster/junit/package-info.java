/** One cluster for all tests of a module, with topics and databases of its own for each class. */
@NullMarked
package onlyonce.localcluster.junit;

import org.jspecify.annotations.NullMarked;
