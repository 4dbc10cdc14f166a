/** Tests of the probe of object stores. */
@NullMarked
package dev.zerofs.bootstrap.probe;

import org.jspecify.annotations.NullMarked;
