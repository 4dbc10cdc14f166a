/** Tests of reading objects in parts. */
@NullMarked
package dev.zerofs.lsm.fetch;

import org.jspecify.annotations.NullMarked;
