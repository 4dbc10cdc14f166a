/**
 * The file system itself: what a volume is and how every operation changes it, made of nothing but
 * a key-value store, a clock and a source of randomness.
 *
 * <p>Entry type: {@link dev.zerofs.domain.Volume}. Operations live by family in {@code operation},
 * the records they read and write in {@code layout}. Never belongs here: bytes of a wire protocol,
 * a store's inside, threads, the machine's clock.
 */
@NullMarked
package dev.zerofs.domain;

import org.jspecify.annotations.NullMarked;
