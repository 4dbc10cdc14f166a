/**
 * A disk that forgets: a file system over a real directory that knows what was not yet synchronised
 * and, in a power cut, drops or tears it at random. It can also begin to refuse writes.
 *
 * <p>The model is what POSIX leaves open. Bytes that were written are safe once their file was
 * forced; the name of a file, new, renamed or removed, once its directory was. A sector of 512
 * bytes is written whole or not at all, any one may survive without those before it, and changes of
 * one directory survive in their order. A force that fails loses what it should have written: a
 * later one that succeeds does not bring it back.
 */
@NullMarked
package dev.zerofs.lsm.disk;

import org.jspecify.annotations.NullMarked;
