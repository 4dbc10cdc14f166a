/** Tests of {@code dev.zerofs.bootstrap.wiring}. */
@NullMarked
package dev.zerofs.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
