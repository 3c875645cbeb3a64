package dev.roadcase.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkTest {
  private final Link link = new Link();

  @Test
  void nothingIsReachableBeforeItAnswered() {
    assertFalse(link.state().reachable());
    assertEquals(Optional.empty(), link.state().lasting(at("a", 0)));
  }

  @Test
  void onlyAChangeIsWrittenDown() {
    assertTrue(see(at("a", 0), true, "wan"));
    assertFalse(see(at("a", 9), true, "wan"));
    assertTrue(see(at("a", 10), true, "cellular"));
    assertTrue(see(at("a", 11), false, "cellular"));
  }

  @Test
  void anotherWayToTheSameAnswerDoesNotBeginItAnew() {
    see(at("a", 0), true, "wan");
    see(at("a", 60), true, "cellular");
    assertEquals(Optional.of(Duration.ofSeconds(90)), link.state().lasting(at("a", 90)));
    see(at("a", 100), false, "none");
    assertEquals(Optional.of(Duration.ofSeconds(5)), link.state().lasting(at("a", 105)));
  }

  @Test
  void acrossBootsAnUnsureClockSaysNothing() {
    see(at("a", 50), false, "none");
    assertEquals(Optional.empty(), link.state().lasting(at("b", 3)));
  }

  @Test
  void acrossBootsASureClockSaysHowLong() {
    see(new Now("a", 0, 1_000_000, 1_002_000, 1_001_000), false, "none");
    Now later = new Now("b", 5, 1_061_000, 1_063_000, 1_061_000);
    assertEquals(Optional.of(Duration.ofSeconds(60)), link.state().lasting(later));
  }

  @Test
  void silenceIsStaleOnlyWhileAConnectionStands() {
    assertEquals(LinkState.REACHABLE, LinkState.of(true, Duration.ZERO));
    assertEquals(LinkState.REACHABLE, LinkState.of(true, LinkState.STALE_AFTER));
    assertEquals(LinkState.STALE, LinkState.of(true, LinkState.STALE_AFTER.plusMillis(1)));
    assertEquals(LinkState.UNREACHABLE, LinkState.of(false, Duration.ofHours(1)));
  }

  private boolean see(Now now, boolean reachable, String via) {
    Optional<LinkChanged> fact = link.note(new LinkChanged(reachable, via));
    fact.ifPresent(body -> {
      link.apply(entry(now, body));
      link.publish();
    });
    return fact.isPresent();
  }

  private static Now at(String boot, long second) {
    return new Now(boot, Duration.ofSeconds(second).toNanos(), 0, Now.OPEN, 0);
  }

  private static Entry entry(Now now, LinkChanged body) {
    Fact fact =
        new Fact(
            new KitId("kit-4"),
            new Incarnation("0123456789abcdef"),
            1,
            Hash.NONE,
            1,
            "c",
            now,
            Hlc.ZERO,
            Mode.LIVE,
            body);
    return new Entry(1, fact, new byte[0], Hash.NONE);
  }
}
