/**
 * A raw client of ONC RPC, MOUNT and NFS version 3 for tests: it sends what it is told, also
 * nonsense, keeps any number of calls under way, and decodes replies to the last byte. Written from
 * the RFCs and sharing nothing with the server but XDR.
 *
 * <p>Entry types: {@link dev.zerofs.nfs3.client.Nfs3Client} for calls as they should be, {@link
 * dev.zerofs.nfs3.client.RpcClient} for everything else.
 */
@NullMarked
package dev.zerofs.nfs3.client;

import org.jspecify.annotations.NullMarked;
