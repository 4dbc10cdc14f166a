/** Tests of {@code dev.zerofs.nfs3.rpc}: remembered replies. */
@NullMarked
package dev.zerofs.nfs3.rpc;

import org.jspecify.annotations.NullMarked;
