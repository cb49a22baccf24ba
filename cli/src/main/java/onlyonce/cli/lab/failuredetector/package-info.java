/** What a failure detector gets right: kills and pauses of real databases, judged by many. */
@NullMarked
package onlyonce.cli.lab.failuredetector;

import org.jspecify.annotations.NullMarked;
