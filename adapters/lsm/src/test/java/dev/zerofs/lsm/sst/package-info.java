/** Tests of the format of sorted tables. */
@NullMarked
package dev.zerofs.lsm.sst;

import org.jspecify.annotations.NullMarked;
