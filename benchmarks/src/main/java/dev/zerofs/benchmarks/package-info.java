/**
 * Engine benchmarks: workloads that {@code benchmarks/engine} runs, each in a process of its own,
 * and a table of what they measured.
 *
 * <p>Entry type: {@link dev.zerofs.benchmarks.EngineBenchmark}. Never belongs here: anything that
 * the program needs.
 */
@NullMarked
package dev.zerofs.benchmarks;

import org.jspecify.annotations.NullMarked;
