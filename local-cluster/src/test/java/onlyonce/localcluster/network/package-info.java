@NullMarked
package onlyonce.localcluster.network;

import org.jspecify.annotations.NullMarked;
