/** Tests of reading the tree: tables, runs and views against plain sorted maps. */
@NullMarked
package dev.zerofs.lsm.read;

import org.jspecify.annotations.NullMarked;
