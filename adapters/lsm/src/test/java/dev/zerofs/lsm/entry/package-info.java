/** Tests of the vocabulary of the tree. */
@NullMarked
package dev.zerofs.lsm.entry;

import org.jspecify.annotations.NullMarked;
