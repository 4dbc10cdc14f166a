/** Tests of {@code dev.zerofs.nfs3.server}: framing, bounds and deadlines without sockets. */
@NullMarked
package dev.zerofs.nfs3.server;

import org.jspecify.annotations.NullMarked;
