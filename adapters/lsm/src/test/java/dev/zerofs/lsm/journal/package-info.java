/** Tests of the local journal, and the damage that a power cut may do to it. */
@NullMarked
package dev.zerofs.lsm.journal;

import org.jspecify.annotations.NullMarked;
