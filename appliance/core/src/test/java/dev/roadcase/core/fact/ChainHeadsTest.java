package dev.roadcase.core.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChainHeadsTest {
  private static final Now NOON = new Now("boot", 1, 1_000, 2_000, 1_500);

  private final ChainHeads heads =
      new ChainHeads(new KitId("kit-1"), Incarnation.born(1_000, 7), new TextCodec());

  @Test
  void aFactFollowsTheOneBeforeIt() {
    Entry first = started();
    heads.apply(first);
    Entry second = started();
    heads.apply(second);
    heads.publish();

    assertEquals(2, second.fact().seq());
    assertEquals(first.hash(), second.fact().prev());
    assertEquals(2, heads.published().position());
  }

  @Test
  void aFactThatIsMissingIsNamed() {
    heads.apply(started());
    Entry dropped = started();
    ChainHeads other =
        new ChainHeads(new KitId("kit-1"), Incarnation.born(1_000, 7), new TextCodec());

    assertThrows(BrokenChain.class, () -> other.apply(dropped));
  }

  /** Two facts of one class sequence would be one delta upstream, and the other would be lost. */
  @Test
  void aClassSequenceThatSkipsOrRepeatsIsNamed() {
    Entry first = started();
    heads.apply(first);
    Entry second = started();

    for (long wrong : new long[] {first.fact().classSeq(), second.fact().classSeq() + 1}) {
      Fact fact = second.fact();
      Fact numbered =
          new Fact(
              fact.kit(),
              fact.incarnation(),
              fact.seq(),
              fact.prev(),
              wrong,
              fact.command(),
              fact.now(),
              fact.hlc(),
              fact.mode(),
              fact.body());
      Entry entry = new Entry(second.position(), numbered, second.bytes(), second.hash());
      BrokenChain broken = assertThrows(BrokenChain.class, () -> heads.apply(entry));
      assertTrue(String.valueOf(broken.getMessage()).contains("to " + wrong), broken.getMessage());
    }
  }

  private Entry started() {
    return heads.seal(NOON, Mode.LIVE, "start", new BoxFact.BoxStarted("1", true));
  }

  private static final class TextCodec implements FactCodec {
    @Override
    public byte[] encode(Fact fact) {
      return (fact.id() + fact.prev()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Fact decode(byte[] bytes) {
      throw new AssertionError("nobody reads");
    }

    @Override
    public Fact decodePeer(byte[] bytes) {
      throw new AssertionError("nobody reads");
    }

    @Override
    public boolean reads(String word, int version) {
      throw new AssertionError("nobody asks");
    }
  }
}
