package dev.roadcase.tests.architecture.violations.cores.core;

import io.vertx.core.Vertx;

record KnowsVertx(Vertx vertx) {}
