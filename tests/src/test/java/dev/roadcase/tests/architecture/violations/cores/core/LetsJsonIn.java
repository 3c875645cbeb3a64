package dev.roadcase.tests.architecture.violations.cores.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;

record LetsJsonIn(JsonNode jackson, JsonObject vertx) {}
