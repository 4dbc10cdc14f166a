/** Tests of {@code dev.zerofs.bootstrap.lifecycle}. */
@NullMarked
package dev.zerofs.bootstrap.lifecycle;

import org.jspecify.annotations.NullMarked;
