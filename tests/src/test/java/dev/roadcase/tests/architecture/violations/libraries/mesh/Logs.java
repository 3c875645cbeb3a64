package dev.roadcase.tests.architecture.violations.libraries.mesh;

import org.slf4j.Logger;

record Logs(Logger logger) {}
