package dev.roadcase.tests.architecture.violations.cores.wire;

import io.vertx.core.buffer.Buffer;

record KnowsVertx(Buffer bytes) {}
