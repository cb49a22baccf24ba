@NullMarked
package onlyonce.cli.lab.quorums;

import org.jspecify.annotations.NullMarked;
