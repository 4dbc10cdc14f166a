/**
 * Every key of a volume as text, for people who look into one: in order, one line each, as {@link
 * dev.zerofs.domain.layout.Description} writes it, and without reading file data.
 *
 * <p>Entry type: {@link dev.zerofs.domain.listing.KeyListing}. Never belongs here: judging what is
 * there.
 */
@NullMarked
package dev.zerofs.domain.listing;

import org.jspecify.annotations.NullMarked;
