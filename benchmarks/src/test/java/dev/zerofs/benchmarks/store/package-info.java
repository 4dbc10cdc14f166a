/** The decorators, held to the contract of what they decorate. */
@NullMarked
package dev.zerofs.benchmarks.store;

import org.jspecify.annotations.NullMarked;
