/**
 * Where a volume's objects are: the names of manifests, log segments and sorted tables.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.layout.ObjectNames}. Never belongs here: what the objects
 * contain.
 */
@NullMarked
package dev.zerofs.lsm.layout;

import org.jspecify.annotations.NullMarked;
