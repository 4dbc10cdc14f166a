/**
 * The server as clients meet it: every procedure and every kind of mistake through a real socket,
 * over the real domain in memory.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.TestServer}, which is also a program to mount by hand.
 */
@NullMarked
package dev.zerofs.nfs3;

import org.jspecify.annotations.NullMarked;
