package dev.zerofs.benchmarks.store;

/** The kinds of requests, as a bucket's bill tells them apart. */
public enum Request {
  /** A whole object or a range of one. */
  GET,
  /** A whole object, replacing or not. */
  PUT,
  /** One page of a listing. */
  LIST,
  /** What is known of an object. */
  HEAD,
  /** One object, or up to a thousand at once. */
  DELETE
}
