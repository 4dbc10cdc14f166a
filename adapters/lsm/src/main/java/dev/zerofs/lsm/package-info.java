/**
 * A key-value store that is a log-structured merge tree over an object store.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.LsmProvider}. This package puts the parts together and keeps
 * the promises of the port; each part has a package of its own. Never belongs here: inodes, cloud
 * types, what keys mean.
 */
@NullMarked
package dev.zerofs.lsm;

import org.jspecify.annotations.NullMarked;
