/**
 * A directory as an object store: {@code file://}, the embedded default.
 *
 * <p>Object {@code a/b} is the file {@code a/b} below the store's directory, byte for byte, so that
 * any tool can copy a bucket to a directory and back. A body is written under a temporary name in
 * {@code ~tmp} (a name that no key can have), made durable, then given its own name by link(2),
 * which refuses to replace, or by rename(2), which replaces; then the directory is made durable. So
 * nobody, also after a power cut, sees a part of a body, and of racing put-if-absents one wins.
 *
 * <p>Entry types: {@link dev.zerofs.localfs.LocalObjectStoreProvider} and {@link
 * dev.zerofs.localfs.LocalObjectStore}. Never belongs here: caching, retries of failed I/O, what is
 * in an object.
 */
@NullMarked
package dev.zerofs.localfs;

import org.jspecify.annotations.NullMarked;
