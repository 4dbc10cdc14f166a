/** Tests of log segments: what is written is what replay reads, and no damage goes unseen. */
@NullMarked
package dev.zerofs.lsm.segment;

import org.jspecify.annotations.NullMarked;
