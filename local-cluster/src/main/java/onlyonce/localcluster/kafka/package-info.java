/** How a Kafka broker is set up, formatted, started and known to be ready. */
@NullMarked
package onlyonce.localcluster.kafka;

import org.jspecify.annotations.NullMarked;
