package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a reply.
 *
 * @param status nfsstat3
 * @param handle of what was made, or null
 * @param isStable whether it claims that what the call did is stable
 * @param verifier the write verifier, or null if the reply has none
 */
record Answer(int status, @Nullable Bytes handle, boolean isStable, @Nullable Long verifier) {}
