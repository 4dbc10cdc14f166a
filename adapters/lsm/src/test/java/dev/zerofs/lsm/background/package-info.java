/** A driver that runs background work in the order of a seed. */
@NullMarked
package dev.zerofs.lsm.background;

import org.jspecify.annotations.NullMarked;
