/**
 * The inbound edge: servers that speak a network protocol on behalf of a file system.
 *
 * <p>Entry type: {@link dev.zerofs.ports.protocol.ProtocolServer}. Never belongs here: anything of
 * one protocol.
 */
@NullMarked
package dev.zerofs.ports.protocol;

import org.jspecify.annotations.NullMarked;
