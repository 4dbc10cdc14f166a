/**
 * Tests of the Azure store: the contract suite against Azurite, the service's emulator, as a
 * process that the tests start, and, by request, against the real service; and what failures on the
 * wire mean.
 *
 * <p>Entry type: {@link dev.zerofs.azure.Azurite}. Never belongs here: what every store promises,
 * which is in the suite.
 */
@NullMarked
package dev.zerofs.azure;

import org.jspecify.annotations.NullMarked;
