/** Tests of what stays. */
@NullMarked
package dev.zerofs.lsm.retention;

import org.jspecify.annotations.NullMarked;
