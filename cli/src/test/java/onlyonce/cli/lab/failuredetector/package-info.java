@NullMarked
package onlyonce.cli.lab.failuredetector;

import org.jspecify.annotations.NullMarked;
