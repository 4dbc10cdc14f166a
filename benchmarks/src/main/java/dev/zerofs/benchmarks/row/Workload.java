package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Report;

/** Something to be measured, in a process of its own. */
@FunctionalInterface
public interface Workload {

  /** Measures it and reports one figure or several. */
  void run(Lab lab, Report report);
}
