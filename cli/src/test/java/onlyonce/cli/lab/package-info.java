@NullMarked
package onlyonce.cli.lab;

import org.jspecify.annotations.NullMarked;
