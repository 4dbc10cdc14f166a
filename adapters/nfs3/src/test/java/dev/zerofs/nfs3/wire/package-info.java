/** Tests of {@code dev.zerofs.nfs3.wire}: statuses and attributes on the wire. */
@NullMarked
package dev.zerofs.nfs3.wire;

import org.jspecify.annotations.NullMarked;
