/**
 * Tests of the memory stores: the contract suites, and what only these stores promise.
 *
 * <p>Never belongs here: what every store promises, which is in the suites.
 */
@NullMarked
package dev.zerofs.memory;

import org.jspecify.annotations.NullMarked;
