/** Tests of {@code dev.zerofs.bootstrap.configuration}. */
@NullMarked
package dev.zerofs.bootstrap.configuration;

import org.jspecify.annotations.NullMarked;
