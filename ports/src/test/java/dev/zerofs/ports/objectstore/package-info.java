/**
 * What tests of and over object stores share: the contract that every adapter must keep, and a
 * store that fails on command.
 *
 * <p>Entry types: {@link dev.zerofs.ports.objectstore.ObjectStoreContract}, extended once per
 * adapter, {@link dev.zerofs.ports.objectstore.ObjectStoreWireContract} for those of clouds, and
 * {@link dev.zerofs.ports.objectstore.FaultyObjectStore}. Never belongs here: the behaviour of one
 * adapter.
 */
@NullMarked
package dev.zerofs.ports.objectstore;

import org.jspecify.annotations.NullMarked;
