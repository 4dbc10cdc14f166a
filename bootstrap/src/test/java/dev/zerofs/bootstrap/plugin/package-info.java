/** Tests of {@code dev.zerofs.bootstrap.plugin}. */
@NullMarked
package dev.zerofs.bootstrap.plugin;

import org.jspecify.annotations.NullMarked;
