package dev.zerofs.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An error as the service answers it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;
  private final String text;

  Refusal(int status, String reason, String text) {
    super(text);
    this.status = status;
    this.reason = reason;
    this.text = text;
  }

  int status() {
    return status;
  }

  /** The error document. */
  String document() {
    JsonObject one = new JsonObject();
    one.addProperty("domain", "global");
    one.addProperty("reason", reason);
    one.addProperty("message", text);
    JsonArray errors = new JsonArray();
    errors.add(one);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", text);
    error.add("errors", errors);
    JsonObject document = new JsonObject();
    document.add("error", error);
    return document.toString();
  }
}
