/** Tests of {@code dev.zerofs.nfs3.handle}: which handles are taken for what. */
@NullMarked
package dev.zerofs.nfs3.handle;

import org.jspecify.annotations.NullMarked;
