/**
 * What is asked of an object store before a volume on it is opened for writing: whether it can do
 * what the engine cannot do without.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.probe.StoreProbe}. Never belongs here: anything that
 * knows which store it is.
 */
@NullMarked
package dev.zerofs.bootstrap.probe;

import org.jspecify.annotations.NullMarked;
