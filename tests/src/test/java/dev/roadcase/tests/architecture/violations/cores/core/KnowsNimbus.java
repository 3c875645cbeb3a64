package dev.roadcase.tests.architecture.violations.cores.core;

import com.nimbusds.jose.JWSObject;

record KnowsNimbus(JWSObject token) {}
