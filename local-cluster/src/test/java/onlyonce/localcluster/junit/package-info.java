@NullMarked
package onlyonce.localcluster.junit;

import org.jspecify.annotations.NullMarked;
