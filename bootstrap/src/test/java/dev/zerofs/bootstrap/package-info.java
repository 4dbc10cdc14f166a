/** Tests of the program as a process of its own. */
@NullMarked
package dev.zerofs.bootstrap;

import org.jspecify.annotations.NullMarked;
