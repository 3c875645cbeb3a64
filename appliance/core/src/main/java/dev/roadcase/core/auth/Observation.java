package dev.roadcase.core.auth;

import dev.roadcase.core.fact.FactBody;

/** A fact that follows from what was seen alone, and is written down as it is. */
public sealed interface Observation extends FactBody
    permits DeviceFact.CloneSuspected, TokenFact.TokensRefused, TokenFact.IssuerKeyChanged {}
