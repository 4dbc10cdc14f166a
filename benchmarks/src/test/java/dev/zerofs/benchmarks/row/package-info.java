/** Workloads small enough for every build. */
@NullMarked
package dev.zerofs.benchmarks.row;

import org.jspecify.annotations.NullMarked;
