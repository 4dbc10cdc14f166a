package dev.zerofs.ports.objectstore;

/** What happens to one request between a client and a service that speaks HTTP. */
public enum WireFault {
  /** It arrives and is done; the connection breaks before the answer is back. */
  LOST_ANSWER,
  /** The connection breaks while it is on its way; nothing is done. */
  LOST_REQUEST,
  /** Nobody listens. */
  REFUSED_CONNECTION,
  /** An error of the service's side, which may hide that it was done; it was not. */
  SERVER_ERROR,
  /** A gateway gives up waiting for the service, which may have done it; it has not. */
  GATEWAY_TIMEOUT,
  /** The service says that there is too much to do, and promises to have done nothing. */
  THROTTLED,
  /** The service does not allow it. */
  DENIED,
  /** The service says that there is no such bucket. */
  NO_BUCKET
}
