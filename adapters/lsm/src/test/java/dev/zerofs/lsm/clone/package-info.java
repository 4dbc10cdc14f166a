/** The marks that stand beside checkpoints. */
@NullMarked
package dev.zerofs.lsm.clone;

import org.jspecify.annotations.NullMarked;
