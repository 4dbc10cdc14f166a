/** Tests of the journal's own bookkeeping; what it promises is simulated with the whole engine. */
@NullMarked
package dev.zerofs.lsm.journal;

import org.jspecify.annotations.NullMarked;
