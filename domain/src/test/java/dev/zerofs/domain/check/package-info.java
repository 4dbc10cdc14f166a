/** That the checker sees every kind of damage. */
@NullMarked
package dev.zerofs.domain.check;

import org.jspecify.annotations.NullMarked;
