/**
 * The MOUNT protocol, version 3 (RFC 1813 appendix I) and those procedures of version 1 (RFC 1094
 * appendix A) that have the same form: how a client gets the first handle.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.mount.MountProgram}. Never belongs here: anything that a
 * later call relies on; whoever has a handle is checked anew on every call.
 */
@NullMarked
package dev.zerofs.nfs3.mount;

import org.jspecify.annotations.NullMarked;
