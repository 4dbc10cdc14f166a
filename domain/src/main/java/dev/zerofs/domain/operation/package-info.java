/**
 * The operations of the file system, by family: what is checked in which order, and what a change
 * consists of.
 *
 * <p>Entry types: one class per family, such as {@link dev.zerofs.domain.operation.Creation};
 * {@link dev.zerofs.domain.Volume} delegates to them. Where POSIX leaves the order of checks open,
 * it is Linux's: the object exists and has the right type, the name is well formed, the directory
 * may be searched, the name is there or not, the directory may be written. Never belongs here:
 * encodings, locks.
 */
@NullMarked
package dev.zerofs.domain.operation;

import org.jspecify.annotations.NullMarked;
