@needs-lock
Feature: Too many wrong codes
  Somebody who keeps guessing is stopped, and so is the owner who keeps mistyping.
  The owner waits a little, or uses a backup code and links the phone again, and is soon back in.

  @G-19a @B12
  Rule: After too many wrong codes even the right one is refused

    Example: Reaching the limit
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice enters the code from her phone
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

    Example: Staying one below the limit
      Given Alice has an account protected by two-factor authentication
      And Alice has entered one wrong code fewer than it takes to lock the way in
      When Alice enters the code from her phone
      Then Alice is signed in

    @B14
    Example: A right code in between
      Given Alice has an account protected by two-factor authentication
      And Alice has entered one wrong code fewer than it takes to lock the way in
      And Alice has signed in with the code from her phone and signed out again
      And Alice has entered one wrong code fewer than it takes to lock the way in
      When Alice enters the code from her phone
      Then Alice is signed in

    @B15
    Example: Reading how long the lock lasts
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice enters the code from her phone
      Then Alice is told how long to wait
      And after the declared wait the code from her phone lets Alice in

  @G-19a @B13
  Rule: The limit belongs to the account, not to one sign-in

    Scenario Outline: Wrong codes spread over sign-ins
      Given Alice has an account protected by two-factor authentication
      And Alice has entered one wrong code fewer than it takes to lock the way in
      And Alice has entered one more wrong code <elsewhere>
      When Alice signs in with her password and the code from her phone
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

      Examples:
        | elsewhere                                        |
        | after giving her password again                  |
        | on a second device                               |
        | on a device that claims to be on another network |

    Example: The password given on a second device in between
      Given Alice has an account protected by two-factor authentication
      And Alice has entered one wrong code fewer than it takes to lock the way in
      And Alice has entered one more wrong code where she was, after giving her password on a second device
      When Alice enters the code from her phone
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

    @B16
    Example: A stranger with only wrong passwords
      Given Alice has an account protected by two-factor authentication
      And Mallory has tried more wrong passwords for Alice than wrong codes are allowed
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in

  @G-19b @B14
  Rule: When the declared wait is over, a right code works again

    Example: Just before the wait is over
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice enters the code from her phone just before the wait is over
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

    Example: Just after the wait is over
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice enters the code from her phone just after the wait is over
      Then Alice is signed in

    Example: Tries during the wait do not make it longer
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      And Alice has entered more wrong codes half-way through the wait
      When Alice enters the code from her phone just after the wait is over
      Then Alice is signed in

    Example: Locked a second time
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      And Alice has entered enough wrong codes to lock the way in once more, after the wait
      When Alice enters the code from her phone just before the wait is over
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

  @G-19c @B23 @needs-backup-codes
  Rule: While the lock lasts, a backup code lets the owner in where the product declares it

    Example: Using a backup code during the wait
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice signs in with her password and a backup code
      Then the backup code lets Alice in or not, as the product declares

  @G-19d @B21 @needs-limited-backup-codes
  Rule: Guessing backup codes is limited as well

    Example: Too many wrong backup codes
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong backup codes to lock that way in
      When Alice signs in with her password and a backup code
      Then the backup code is refused because of the lock
      And after the declared wait a backup code lets Alice in

    Example: Wrong codes of both kinds
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      And Alice has entered enough wrong backup codes to lock that way in
      When Alice signs in with her password and a backup code
      Then the backup code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

  @G-19e @B14 @needs-backup-codes @needs-open-backup-way
  Rule: Linking a phone again lifts the lock

    Example: A backup code, a new phone, and back in
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      And Alice has signed in with a backup code
      When Alice links a new phone
      Then two-factor authentication is on for Alice
      And the next code from her new phone lets Alice in
