/** Tests of blocks. */
@NullMarked
package dev.zerofs.lsm.block;

import org.jspecify.annotations.NullMarked;
