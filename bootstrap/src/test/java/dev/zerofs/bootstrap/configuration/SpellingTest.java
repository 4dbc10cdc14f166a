package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void measuresInsertionsDeletionsAndReplacements() {
    assertEquals(0, Spelling.distance("abc", "abc"));
    assertEquals(3, Spelling.distance("", "abc"));
    assertEquals(3, Spelling.distance("kitten", "sitting"));
  }

  @Test
  void suggestsTheNearestThatIsNear() {
    Set<String> names = Set.of("nfs.listen", "cache.dir", "cache.size");
    assertEquals("; did you mean cache.dir?", Spelling.suggestion("cache.dri", names));
    assertEquals("", Spelling.suggestion("zzzzzz", names));
    assertEquals("", Spelling.suggestion("x", Set.of()));
  }
}
