/**
 * The contracts of ZeroFS and their vocabulary. Everything else depends on this module, and this
 * module depends on nothing: no framework, no I/O, no wall clock, no thread pool, no
 * implementation.
 */
@NullMarked
package dev.zerofs.ports;

import org.jspecify.annotations.NullMarked;
