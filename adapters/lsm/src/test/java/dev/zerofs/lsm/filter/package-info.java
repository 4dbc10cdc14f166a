/** Tests of filters. */
@NullMarked
package dev.zerofs.lsm.filter;

import org.jspecify.annotations.NullMarked;
