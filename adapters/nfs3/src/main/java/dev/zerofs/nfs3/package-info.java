/**
 * An NFS version 3 server: ONC RPC over TCP, MOUNT and NFS on one port.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.Nfs3Provider}. This package holds what the outside sees:
 * the provider, the settings, the server. Event loops frame records ({@code server}), the
 * dispatcher finds the procedure ({@code rpc}), procedures decode, call the file system and encode
 * ({@code procedure}, {@code mount}). Never belongs in this module: permission rules, chunk
 * arithmetic, stores.
 */
@NullMarked
package dev.zerofs.nfs3;

import org.jspecify.annotations.NullMarked;
