/**
 * The workloads, a class for each, and the marks that their figures are held to.
 *
 * <p>Entry type: {@link dev.zerofs.benchmarks.row.Workload}. Never belongs here: how volumes are
 * opened and requests counted.
 */
@NullMarked
package dev.zerofs.benchmarks.row;

import org.jspecify.annotations.NullMarked;
