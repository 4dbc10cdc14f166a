/**
 * Seeds of random tests: printed by every failure, given back by a system property.
 *
 * <p>Entry type: {@link dev.zerofs.ports.random.Seeds}. Never belongs here: generators of one
 * test's data.
 */
@NullMarked
package dev.zerofs.ports.random;

import org.jspecify.annotations.NullMarked;
