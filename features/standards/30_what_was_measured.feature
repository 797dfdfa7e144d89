Feature: What was measured
  Some promises are numbers, and a single try can't tell a number.
  So they are measured here from one edge to the other, and set beside what the product declares.
  What a standard asks of a number is told beside it in the report, and decides nothing here.

  @B09
  Rule: Codes are taken as late and as early as the product declares, and not a step beyond

    Example: Codes of a phone from far back to far ahead
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account how late and how early codes are taken
      Then what was measured is what the product declares

  @B12
  Rule: As many wrong codes as the product declares lock the way in, and no fewer

    Example: Counting the wrong codes before a lock
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account how many wrong codes lock the way in
      Then what was measured is what the product declares

  @B14 @needs-lock @needs-clock
  Rule: A lock lasts as long as the product declares, whatever is tried meanwhile

    Example: Timing a lock from begin to end
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account how long a lock lasts
      Then what was measured is what the product declares

    Example: Timing a lock in which somebody keeps trying
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account what tries during a lock add to it
      Then what was measured is what the product declares

  @B16 @needs-lock
  Rule: A lock keeps nobody out but whom the product declares

    Example: A bystander during somebody else's lock
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account whom a lock keeps out
      Then what was measured is what the product declares

  @B28 @needs-clock
  Rule: Sign-ins and sessions live as long as the product declares, and no longer

    Scenario Outline: Following a life to its end
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account <which life>
      Then what was measured is what the product declares

      Examples:
        | which life                                         |
        | how long a sign-in waits for its code              |
        | how long one stays signed in without doing anything |
        | how long one stays signed in at all                |

  @B17 @needs-backup-codes
  Rule: Backup codes are as hard to guess as the product declares

    Example: Looking closely at a set of backup codes
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account how hard backup codes are to guess
      Then what was measured is what the product declares

  @B05
  Rule: Keys are as long as the product declares, and none comes twice

    Example: Looking closely at a key
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account what the key is like
      Then what was measured is what the product declares

    Example: Comparing several set-ups
      Given Alice has an account protected by two-factor authentication
      When it is measured on Alice's account whether keys and backup codes come twice
      Then what was measured is what the product declares
