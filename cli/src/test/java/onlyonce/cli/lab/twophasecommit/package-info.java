@NullMarked
package onlyonce.cli.lab.twophasecommit;

import org.jspecify.annotations.NullMarked;
