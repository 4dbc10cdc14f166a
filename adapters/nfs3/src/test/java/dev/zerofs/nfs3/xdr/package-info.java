/** Tests of {@code dev.zerofs.nfs3.xdr}: the grammar of RFC 4506 item by item. */
@NullMarked
package dev.zerofs.nfs3.xdr;

import org.jspecify.annotations.NullMarked;
