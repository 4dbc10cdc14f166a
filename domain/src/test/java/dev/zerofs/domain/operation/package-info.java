/** Tests of single families of operations. */
@NullMarked
package dev.zerofs.domain.operation;

import org.jspecify.annotations.NullMarked;
