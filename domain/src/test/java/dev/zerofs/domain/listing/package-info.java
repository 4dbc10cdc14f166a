/** Tests of the listing of keys. */
@NullMarked
package dev.zerofs.domain.listing;

import org.jspecify.annotations.NullMarked;
