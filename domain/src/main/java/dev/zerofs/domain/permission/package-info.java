/**
 * Who may do what: mode bits, ownership, the superuser, sticky directories, set-id bits.
 *
 * <p>Entry type: {@link dev.zerofs.domain.permission.Permissions}. Never belongs here: export rules
 * and squashing, which protocols apply before.
 */
@NullMarked
package dev.zerofs.domain.permission;

import org.jspecify.annotations.NullMarked;
