package dev.roadcase.drivers.simulated;

import java.util.List;

/**
 * A battery as its data sheet tells it: what it holds, what it takes, and its voltage by charge. It
 * loses nothing to heat; the resistance only makes the voltage sag and rise.
 *
 * @param capacityWh what it gives from full to empty, watt-hours
 * @param chargeWatts what mains puts in while it is not full
 * @param resistanceOhm between cells and terminals
 * @param curve voltage at rest, by rising charge from 0 to 100 percent
 */
record Battery(
    double capacityWh, double chargeWatts, double resistanceOhm, List<CurvePoint> curve) {

  /** One point of the discharge curve. */
  record CurvePoint(double percent, double volts) {}

  Battery {
    curve = List.copyOf(curve);
  }

  /** Watt-hours held after {@code hours} in this situation; never below 0, never above capacity. */
  double after(double wattHours, double hours, Situation in) {
    double flow = in.mains() ? chargeWatts : -in.drawWatts();
    return Math.clamp(wattHours + flow * hours, 0, capacityWh);
  }

  double percent(double wattHours) {
    return 100 * wattHours / capacityWh;
  }

  /** Watts into the battery at this moment; negative while it gives. */
  double flow(double wattHours, Situation in) {
    if (in.mains()) {
      return wattHours < capacityWh ? chargeWatts : 0;
    }
    return wattHours > 0 ? -in.drawWatts() : 0;
  }

  /** Whole minutes until empty at the present draw. */
  int minutesToEmpty(double wattHours, double drawWatts) {
    return (int) Math.min(60 * wattHours / drawWatts, Integer.MAX_VALUE);
  }

  /** Amps into the battery when {@code watts} flow at its terminals: P = I · (rest + I · R). */
  double amps(double wattHours, double watts) {
    double rest = restVolts(percent(wattHours));
    if (resistanceOhm == 0) {
      return watts / rest;
    }
    double root = Math.sqrt(Math.max(0, rest * rest + 4 * resistanceOhm * watts));
    return (root - rest) / (2 * resistanceOhm);
  }

  /** Volts at the terminals while {@code amps} flow in. */
  double volts(double wattHours, double amps) {
    return restVolts(percent(wattHours)) + amps * resistanceOhm;
  }

  /** The most that it can give at the end of its curve, watts. */
  double wattsAtMost() {
    double empty = curve.getFirst().volts();
    return resistanceOhm == 0 ? Double.POSITIVE_INFINITY : empty * empty / (4 * resistanceOhm);
  }

  private double restVolts(double percent) {
    CurvePoint below = curve.getFirst();
    for (CurvePoint above : curve) {
      if (above.percent() >= percent) {
        double span = above.percent() - below.percent();
        double share = span == 0 ? 0 : (percent - below.percent()) / span;
        return below.volts() + share * (above.volts() - below.volts());
      }
      below = above;
    }
    return below.volts();
  }
}
