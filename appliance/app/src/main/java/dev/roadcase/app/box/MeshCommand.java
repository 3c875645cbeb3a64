package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.PeerChains;
import dev.roadcase.core.fact.PeerFact;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Verified;
import java.util.ArrayList;
import java.util.List;

/** What other kits of the site bring. */
public sealed interface MeshCommand<O> extends Command<O> {

  /**
   * Takes facts of a peer in, as far as they follow what is here.
   *
   * @param facts whose origin is proven by that kit's key
   */
  record TakePeerFacts(Verified<PeerFacts> facts) implements MeshCommand<PeerOutcome> {
    /** A clock of a site may be so far ahead of another. */
    private static final long AHEAD_MILLIS = 60_000;

    @Override
    public Decision<PeerOutcome> decide(Box box, Now now) {
      PeerFacts came = facts.value();
      if (!came.fleet().equals(box.identity().fleet())) {
        return refused(PeerOutcome.Why.OTHER_FLEET, 0);
      }
      if (came.kit().equals(box.identity().kit())) {
        return refused(PeerOutcome.Why.OUR_OWN_NAME, 0);
      }
      PeerChains.Ahead ahead = box.peers().ahead();
      List<PeerFact> taken = new ArrayList<>();
      for (PeerFact one : came.facts()) {
        if (!one.fact().kit().equals(came.kit())) {
          return refused(PeerOutcome.Why.OTHER_KIT, one.fact().seq());
        }
        if (isAhead(one.fact(), now)) {
          return refused(PeerOutcome.Why.FROM_THE_FUTURE, one.fact().seq());
        }
        switch (ahead.step(one.fact(), one.hash())) {
          case NEXT -> {
            ahead.take(one.fact(), one.hash());
            taken.add(one);
          }
          case KNOWN -> {}
          case GAP -> {
            return taken(taken, ahead.next(one.fact()), true);
          }
          case FORK -> {
            return refused(PeerOutcome.Why.FORK, one.fact().seq());
          }
        }
      }
      long next = came.facts().isEmpty() ? 0 : ahead.next(came.facts().getLast().fact());
      return taken(taken, next, false);
    }

    /** Its reading would become the least of all that this box writes from here on. */
    private static boolean isAhead(Fact fact, Now now) {
      return fact.hlc().value() < 0
          || (now.hi() != Now.OPEN && fact.hlc().epochMillis() > now.hi() + AHEAD_MILLIS);
    }

    private static Decision<PeerOutcome> taken(List<PeerFact> taken, long next, boolean gap) {
      return new Decision<>(List.of(), taken, new PeerOutcome.Taken(taken.size(), next, gap));
    }

    private static Decision<PeerOutcome> refused(PeerOutcome.Why why, long seq) {
      return Decision.nothing(new PeerOutcome.Refused(why, seq));
    }

    /** What a peer sold matters more than what it tells: but its facts are on its own disk, too. */
    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.ANSWER_ONLY;
    }
  }

  /** Some facts of one kit's site chain, in order, as that kit sent them. */
  record PeerFacts(FleetId fleet, KitId kit, List<PeerFact> facts) {
    public PeerFacts {
      facts = List.copyOf(facts);
    }
  }
}
