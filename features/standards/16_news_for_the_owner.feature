Feature: News for the owner
  Whoever gets into an account changes its protection first.
  The owner learns of each such change by another way than the account itself,
  and is warned before the last way in without her phone is gone.

  @B31 @needs-outbox
  Rule: The owner is told of every change to two-factor authentication

    Scenario Outline: A change made in her name
      Given Alice is signed in <to an account>
      And Alice has read all that she was told so far
      When Alice <makes a change>
      Then Alice is told <of it>

      Examples:
        | to an account                     | makes a change                      | of it                                       |
        | to a new account                  | turns two-factor authentication on  | that two-factor authentication is on now    |
        | with two-factor authentication on | turns two-factor authentication off | that two-factor authentication is off now   |
        | with two-factor authentication on | links a new phone                   | that another phone makes the codes from now |

    @needs-backup-codes @needs-new-codes
    Example: New backup codes made in her name
      Given Alice is signed in with two-factor authentication on
      And Alice has read all that she was told so far
      When Alice makes new backup codes
      Then Alice is told that there are new backup codes

  @B31 @needs-outbox @needs-lock
  Rule: The owner is told when too many wrong codes have locked the way in

    Example: The wrong code that locks
      Given Alice has an account protected by two-factor authentication
      And Alice has entered one wrong code fewer than it takes to lock the way in
      And Alice has read all that she was told so far
      When Alice enters a wrong code
      Then Alice is told that the way in is locked

  @B22 @needs-backup-codes @needs-warning
  Rule: The owner is warned before her backup codes run out

    Example: Plenty of codes left
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And Alice is not warned about her backup codes

    Example: Only a few codes left
      Given Alice has an account protected by two-factor authentication
      And Alice has used her backup codes until one more than a few is left
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And Alice is warned that few backup codes are left

    Example: The last code of the list
      Given Alice has an account protected by two-factor authentication
      And Alice has used her backup codes until a single one is left
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And Alice is warned that no backup code is left
