/**
 * Quorums that meet, and quorums that miss each other: which reads are stale, and which go back.
 */
@NullMarked
package onlyonce.cli.lab.quorums;

import org.jspecify.annotations.NullMarked;
