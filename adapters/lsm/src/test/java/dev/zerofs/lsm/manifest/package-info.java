/** Tests of the manifest's format. */
@NullMarked
package dev.zerofs.lsm.manifest;

import org.jspecify.annotations.NullMarked;
