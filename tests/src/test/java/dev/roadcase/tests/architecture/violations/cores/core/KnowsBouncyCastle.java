package dev.roadcase.tests.architecture.violations.cores.core;

import org.bouncycastle.math.ec.ECPoint;

record KnowsBouncyCastle(ECPoint point) {}
