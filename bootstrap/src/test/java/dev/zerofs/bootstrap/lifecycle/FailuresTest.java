package dev.zerofs.bootstrap.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.inject.ProvisionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void aFailureIsOneLine() {
    assertEquals("first", Failures.describe(new IllegalStateException("first\nsecond")));
    assertEquals("NullPointerException", Failures.describe(new NullPointerException()));
    assertEquals("IllegalStateException", Failures.describe(new IllegalStateException(" ")));
  }

  @Test
  void aWrappedFailureOfInputOrOutputIsToldByWhoeverSaysMore() {
    IOException cause = new IOException("disk gone");
    assertEquals("disk gone", Failures.describe(new UncheckedIOException(cause)));
    assertEquals(
        "cannot bind 127.0.0.1:2049",
        Failures.describe(new UncheckedIOException("cannot bind 127.0.0.1:2049", cause)));
  }

  @Test
  void theWiringIsUnwrapped() {
    IllegalStateException cause = new IllegalStateException("cause");
    assertEquals(
        cause,
        Failures.unwrap(new ProvisionException("outer", new ProvisionException("inner", cause))));
    assertEquals(cause, Failures.unwrap(cause));
  }
}
