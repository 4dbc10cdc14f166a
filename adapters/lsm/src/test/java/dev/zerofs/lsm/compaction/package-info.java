/** Tests of choosing and doing compactions. */
@NullMarked
package dev.zerofs.lsm.compaction;

import org.jspecify.annotations.NullMarked;
