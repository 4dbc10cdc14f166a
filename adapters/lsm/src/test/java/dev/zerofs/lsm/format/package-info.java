/** Tests of the alphabet of formats. */
@NullMarked
package dev.zerofs.lsm.format;

import org.jspecify.annotations.NullMarked;
