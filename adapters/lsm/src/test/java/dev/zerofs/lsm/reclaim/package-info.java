/** Tests of reclamation: every reference counted anew, and compared with what it decides. */
@NullMarked
package dev.zerofs.lsm.reclaim;

import org.jspecify.annotations.NullMarked;
