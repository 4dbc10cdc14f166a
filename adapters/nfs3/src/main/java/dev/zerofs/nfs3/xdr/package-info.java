/**
 * External Data Representation (RFC 4506): reading it from received bytes without copying, writing
 * it into replies whose bulk data is only referred to.
 *
 * <p>Entry types: {@link dev.zerofs.nfs3.xdr.XdrReader}, {@link dev.zerofs.nfs3.xdr.XdrWriter}.
 * Never belongs here: anything that knows which message it is.
 */
@NullMarked
package dev.zerofs.nfs3.xdr;

import org.jspecify.annotations.NullMarked;
