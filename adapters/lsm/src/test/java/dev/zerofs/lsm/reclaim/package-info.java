/** Tests of giving space back. */
@NullMarked
package dev.zerofs.lsm.reclaim;

import org.jspecify.annotations.NullMarked;
