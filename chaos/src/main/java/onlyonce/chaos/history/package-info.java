/** What is checked: journals, the Kafka log and the shards' rows, read as they stand. */
@NullMarked
package onlyonce.chaos.history;

import org.jspecify.annotations.NullMarked;
