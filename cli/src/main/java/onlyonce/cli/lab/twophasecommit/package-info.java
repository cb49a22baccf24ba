/**
 * Two-phase commit beside the saga: what a dead coordinator blocks, and what a dead orchestrator.
 */
@NullMarked
package onlyonce.cli.lab.twophasecommit;

import org.jspecify.annotations.NullMarked;
