@NullMarked
package onlyonce.localcluster;

import org.jspecify.annotations.NullMarked;
