/** Tests of {@code dev.zerofs.sftp}, against servers in this process. */
@NullMarked
package dev.zerofs.sftp;

import org.jspecify.annotations.NullMarked;
