package dev.zerofs.ports.objectstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which URLs name a place in a bucket, and what is there. */
final class BucketLocationTest {

  private static final Pattern NAMES = Pattern.compile("[a-z]{3,9}");

  private static BucketLocation of(String url) {
    return BucketLocation.of(URI.create(url), "some", "drawer", NAMES);
  }

  @Test
  void slashesAroundThePrefixDoNotMatter() {
    for (String url : List.of("some://bucket", "SOME://bucket/", "some://bucket//")) {
      assertEquals(new BucketLocation("some", "bucket", ""), of(url), url);
    }
    for (String url : List.of("some://bucket/a/b", "some://bucket/a/b/", "some://bucket//a/b//")) {
      assertEquals(new BucketLocation("some", "bucket", "a/b/"), of(url), url);
    }
    assertEquals("some://bucket/a/b/", of("SOME://bucket/a/b").toString());
  }

  @Test
  void whatNamesNoPlaceIsAMistakeThatShowsTheForm() {
    for (String url :
        List.of(
            "some:bucket",
            "some:///a",
            "some://Bucket",
            "some://bucket:80/a",
            "some://bucket/a//b",
            "some://bucket/../a",
            "some://bucket/a%20b",
            "some://bucket?a",
            "some://bucket#a",
            "some://bucket/" + "aaa/".repeat(125) + "a")) {
      assertEquals(
          "store (store URL): '" + url + "' is not of the form some://drawer/prefix",
          assertThrows(SettingException.class, () -> of(url), url).getMessage());
    }
  }

  @Test
  void whatMayBeAPasswordIsNotShown() {
    assertEquals(
        "store (store URL): the URL is not of the form some://drawer/prefix",
        assertThrows(SettingException.class, () -> of("some://id:hush@bucket")).getMessage());
  }

  @Test
  void keysAreNamesBelowThePrefix() {
    ObjectKey key = new ObjectKey("log/1");
    assertEquals("a/log/1", of("some://bucket/a").nameOf(key));
    assertEquals(Optional.of(key), of("some://bucket/a").keyOf("a/log/1"));
    assertEquals("log/1", of("some://bucket").nameOf(key));
    assertEquals(Optional.of(key), of("some://bucket").keyOf("log/1"));
  }

  @Test
  void otherNamesAreNotOurs() {
    for (String name : List.of("a/", "a/log/", "a//1", "a/lo g", "ab/log/1", "log/1")) {
      assertEquals(Optional.empty(), of("some://bucket/a").keyOf(name), name);
    }
  }
}
