/** Tests of {@code dev.zerofs.bootstrap.command}. */
@NullMarked
package dev.zerofs.bootstrap.command;

import org.jspecify.annotations.NullMarked;
