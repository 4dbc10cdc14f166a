/** What the file system promises, shown on the in-memory key-value store. */
@NullMarked
package dev.zerofs.domain;

import org.jspecify.annotations.NullMarked;
