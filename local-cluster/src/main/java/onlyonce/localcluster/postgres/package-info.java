/** How a PostgreSQL server is unpacked, initialized, set up and known to be ready. */
@NullMarked
package onlyonce.localcluster.postgres;

import org.jspecify.annotations.NullMarked;
