/** Tests of frames. */
@NullMarked
package dev.zerofs.lsm.frame;

import org.jspecify.annotations.NullMarked;
