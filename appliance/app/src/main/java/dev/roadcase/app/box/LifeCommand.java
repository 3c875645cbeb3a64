package dev.roadcase.app.box;

import dev.roadcase.core.fact.BoxFact.BoxStarted;
import dev.roadcase.core.fact.BoxFact.BoxStopped;
import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.queue.SequenceSet;
import java.util.ArrayList;
import java.util.List;

/** What a process tells its own box. */
public sealed interface LifeCommand extends Command<Command.Done> {
  @Override
  default OnFullDisk onFullDisk(Box box) {
    return OnFullDisk.PROCEED;
  }

  /** The process came up. The first command of a run. */
  record Start(String release, boolean clean) implements LifeCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return Decision.of(new Done(), new BoxStarted(release, clean));
    }
  }

  /** The process is about to end in good order. The last command of a run. */
  record Stop(String why) implements LifeCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return Decision.of(new Done(), new BoxStopped(why));
    }
  }

  /**
   * Live on under the incarnation that this box was made with. All that was written is sent again;
   * telemetry that went because upstream had it cannot be.
   *
   * @param former the incarnation up to here
   */
  record Adopt(Incarnation former) implements LifeCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      List<FactBody> facts = new ArrayList<>();
      facts.add(new IncarnationAdopted(former));
      facts.addAll(
          box.telemetry()
              .gone(SequenceSet.EMPTY, box.outbox(), "upstream had it under a former incarnation"));
      return new Decision<>(facts, new Done());
    }
  }

  /** Nothing; comes back when everything before it is on the disk. */
  record Barrier() implements LifeCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return Decision.nothing(new Done());
    }
  }
}
