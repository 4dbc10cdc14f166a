/** Tests of the disk cache. */
@NullMarked
package dev.zerofs.lsm.cache;

import org.jspecify.annotations.NullMarked;
