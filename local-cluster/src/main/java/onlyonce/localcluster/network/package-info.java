/** What lies between the nodes: this machine's loopback, or a network of their own. */
@NullMarked
package onlyonce.localcluster.network;

import org.jspecify.annotations.NullMarked;
