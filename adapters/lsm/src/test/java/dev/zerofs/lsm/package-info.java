/** The engine as a whole: its port's contract, and simulations of everything that can go wrong. */
@NullMarked
package dev.zerofs.lsm;

import org.jspecify.annotations.NullMarked;
