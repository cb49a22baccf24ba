/** Cross-partition transfers: a pure state machine, and Kafka Streams around it. */
@NullMarked
package onlyonce.saga;

import org.jspecify.annotations.NullMarked;
