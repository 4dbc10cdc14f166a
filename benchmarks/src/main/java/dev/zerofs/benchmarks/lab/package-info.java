/**
 * What workloads are run with: volumes at places on a disk, opened as the program opens them and
 * counted; contents; the process's own figures.
 *
 * <p>Entry type: {@link dev.zerofs.benchmarks.lab.Lab}. Never belongs here: a workload or a mark.
 */
@NullMarked
package dev.zerofs.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
