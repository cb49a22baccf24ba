/**
 * The engine: from a Kafka topic to PostgreSQL, exactly once, for whatever a {@link
 * onlyonce.processor.Handler} does inside the transaction. It knows no money.
 */
@NullMarked
package onlyonce.processor;

import org.jspecify.annotations.NullMarked;
