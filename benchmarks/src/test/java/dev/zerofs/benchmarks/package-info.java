/** What must hold of the benchmarks themselves. */
@NullMarked
package dev.zerofs.benchmarks;

import org.jspecify.annotations.NullMarked;
