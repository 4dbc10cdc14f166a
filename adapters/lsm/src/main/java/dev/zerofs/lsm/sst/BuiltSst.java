package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.bytes.Bytes;

/**
 * A finished table, to be uploaded.
 *
 * @param meta what the manifest will say of it
 * @param body the whole object
 */
public record BuiltSst(SstMeta meta, Bytes body) {}
