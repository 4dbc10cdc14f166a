/** The layout's encodings, byte by byte. */
@NullMarked
package dev.zerofs.domain.layout;

import org.jspecify.annotations.NullMarked;
