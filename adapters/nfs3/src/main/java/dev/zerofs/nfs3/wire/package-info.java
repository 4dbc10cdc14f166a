/**
 * The data types that many NFSv3 procedures share (RFC 1813 §2.5, §2.6): attributes, weak cache
 * consistency data, handles after operations, settable attributes, status numbers.
 *
 * <p>Entry types: {@link dev.zerofs.nfs3.wire.ObjectEncoder} for what is sent, {@link
 * dev.zerofs.nfs3.wire.SettableAttributes} for what is received, {@link
 * dev.zerofs.nfs3.wire.NfsStatus}. Never belongs here: what only one procedure uses.
 */
@NullMarked
package dev.zerofs.nfs3.wire;

import org.jspecify.annotations.NullMarked;
