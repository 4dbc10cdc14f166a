/** Tests of {@code dev.zerofs.rocksdb}. */
@NullMarked
package dev.zerofs.rocksdb;

import org.jspecify.annotations.NullMarked;
