/**
 * Who may use the export, and as whom: address ranges, the privileged-port rule, squashing.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.export.Export}. Asked at MNT and again on every call, since
 * handles outlive mounts. Never belongs here: what a user may do with a file.
 */
@NullMarked
package dev.zerofs.nfs3.export;

import org.jspecify.annotations.NullMarked;
