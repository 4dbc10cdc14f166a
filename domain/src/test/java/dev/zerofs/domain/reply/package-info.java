/** Tests of what is remembered of calls. */
@NullMarked
package dev.zerofs.domain.reply;

import org.jspecify.annotations.NullMarked;
