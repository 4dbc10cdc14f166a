/** Tests of {@code dev.zerofs.nfs3.export}: address ranges and squashing. */
@NullMarked
package dev.zerofs.nfs3.export;

import org.jspecify.annotations.NullMarked;
