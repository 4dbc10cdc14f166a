/**
 * An object store in a directory of an SSH server, over SFTP.
 *
 * <p>Entry type: {@link dev.zerofs.sftp.SftpProvider}. Object {@code log/1/7} is the file {@code
 * log/1/7} below the directory of the URL. A body is written to {@code ~tmp} (no key has a tilde)
 * and made durable there; then it gets its name, by a hard link, which the server refuses where the
 * name is taken, or by a rename, which replaces. Plain SFTP has none of the three; OpenSSH's server
 * and some others have them as extensions ({@code fsync@openssh.com}, {@code hardlink@openssh.com},
 * {@code posix-rename@openssh.com}, described in OpenSSH's PROTOCOL file), and a server without
 * them is refused. Never belongs here: caching, retries.
 */
@NullMarked
package dev.zerofs.sftp;

import org.jspecify.annotations.NullMarked;
