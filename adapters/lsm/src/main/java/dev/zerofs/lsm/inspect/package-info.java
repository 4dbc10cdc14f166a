/**
 * Looking into a volume and checking it, object by object, without taking it over: every request is
 * a get, a head or a listing, and a writer may be at work meanwhile.
 *
 * <p><b>What vanishes.</b> A writer deletes what its newest manifest does not need. So an object
 * that is not there is damage only if the manifest that needs it is still the newest one after the
 * object has been looked for; otherwise the check goes on with the newer manifest.
 *
 * <p><b>Memory.</b> A few dozen bytes per log segment, in arrays; the description of every table;
 * beside that some blocks and one batch of references, however large the volume is.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.inspect.VolumeInspector}. Never belongs here: what keys and
 * values mean, writing, repairing.
 */
@NullMarked
package dev.zerofs.lsm.inspect;

import org.jspecify.annotations.NullMarked;
