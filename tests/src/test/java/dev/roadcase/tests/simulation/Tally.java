package dev.roadcase.tests.simulation;

import java.util.Locale;

/** What happened, counted. */
final class Tally {
  long seeds;
  long events;
  long nanos;
  long shown;
  long refundsShown;
  long retries;
  long forgeries;
  long refused;
  long notNow;
  long facts;
  long rows;
  long commits;
  long kills;
  long powerCuts;
  long factsCut;
  long failedFlushes;
  long fullDisks;
  long snapshotsUsed;
  long starts;
  long outages;
  long connections;
  long forgotten;
  long resent;
  long urgentTimed;
  long urgentMax;
  long freshTimed;
  long freshMax;
  long tokens;
  long turnedAway;
  long oldTokens;
  long putOut;
  long epochs;

  void add(Tally other) {
    seeds += other.seeds;
    events += other.events;
    nanos += other.nanos;
    shown += other.shown;
    refundsShown += other.refundsShown;
    retries += other.retries;
    forgeries += other.forgeries;
    refused += other.refused;
    notNow += other.notNow;
    facts += other.facts;
    rows += other.rows;
    commits += other.commits;
    kills += other.kills;
    powerCuts += other.powerCuts;
    factsCut += other.factsCut;
    failedFlushes += other.failedFlushes;
    fullDisks += other.fullDisks;
    snapshotsUsed += other.snapshotsUsed;
    starts += other.starts;
    outages += other.outages;
    connections += other.connections;
    forgotten += other.forgotten;
    resent += other.resent;
    urgentTimed += other.urgentTimed;
    urgentMax = Math.max(urgentMax, other.urgentMax);
    freshTimed += other.freshTimed;
    freshMax = Math.max(freshMax, other.freshMax);
    tokens += other.tokens;
    turnedAway += other.turnedAway;
    oldTokens += other.oldTokens;
    putOut += other.putOut;
    epochs += other.epochs;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%,d seeds, %,d events, %.1f virtual hours, %,d receipts shown, %,d kills, %,d power cuts",
        seeds,
        events,
        nanos / 3.6e12,
        shown,
        kills,
        powerCuts);
  }

  String page() {
    return String.format(
        Locale.ROOT,
        """
        seeds run          %,12d
        events             %,12d
        virtual hours      %,14.1f
        receipts shown     %,12d  of which %,d refunds
        sent again         %,12d  forged %,d, refused %,d, "not now" %,d
        commits            %,12d  of %,d facts and %,d telemetry rows
        starts             %,12d  of which %,d from a snapshot
        kill -9            %,12d
        power cuts         %,12d  which took %,d facts that nobody had been shown
        failed flushes     %,12d
        full disks         %,12d
        outages            %,12d  connections %,d
        lost by the broker %,12d  sent upstream twice %,d
        refunds timed      %,12d  slowest %,d ms from the till's screen to upstream's database
        fresh sales timed  %,12d  slowest %,d ms
        tokens shown       %,12d  put out, alone or with their devices, %,d; epochs %,d
        stolen tokens tried%,12d  turned away at the door %,d
        """,
        seeds,
        events,
        nanos / 3.6e12,
        shown,
        refundsShown,
        retries,
        forgeries,
        refused,
        notNow,
        commits,
        facts,
        rows,
        starts,
        snapshotsUsed,
        kills,
        powerCuts,
        factsCut,
        failedFlushes,
        fullDisks,
        outages,
        connections,
        forgotten,
        resent,
        urgentTimed,
        urgentMax / Timeline.MILLI,
        freshTimed,
        freshMax / Timeline.MILLI,
        tokens,
        putOut,
        epochs,
        oldTokens,
        turnedAway);
  }
}
