/**
 * Immutable byte strings, the vocabulary in which every port speaks of keys, names and data.
 *
 * <p>Entry type: {@link dev.zerofs.ports.bytes.Bytes}. Never belongs here: encodings, buffers that
 * are written to, anything that knows what the bytes mean.
 */
@NullMarked
package dev.zerofs.ports.bytes;

import org.jspecify.annotations.NullMarked;
