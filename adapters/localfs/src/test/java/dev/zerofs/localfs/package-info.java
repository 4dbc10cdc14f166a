/**
 * Tests of the directory store: the contract suite, its order of system calls under power cuts, its
 * refusal to leave its directory.
 *
 * <p>Never belongs here: what every store promises, which is in the suite.
 */
@NullMarked
package dev.zerofs.localfs;

import org.jspecify.annotations.NullMarked;
