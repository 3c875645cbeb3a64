package dev.roadcase.core.auth;

/** The answer to who asks for a token. */
public sealed interface IssueOutcome {
  record Granted(Tokens.Issued token) implements IssueOutcome {}

  /** The device or client is not known, suspended or put out. */
  record NotActive() implements IssueOutcome {}

  /** The pack's roster has nothing for who asks to do. */
  record NothingToDo() implements IssueOutcome {}

  /** Places are scarce, and it holds its share of them: {@link Tokens#SHARE}. */
  record ShareTaken() implements IssueOutcome {}

  /** Every place of the status list is taken by a token that is alive. */
  record Full() implements IssueOutcome {}
}
