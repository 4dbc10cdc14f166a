/** Tests of what settings are read as, and of what is said of those that are wrong. */
@NullMarked
package dev.zerofs.ports.settings;

import org.jspecify.annotations.NullMarked;
