@needs-backup-codes
Feature: A lost phone
  A phone that is lost or broken must not mean a lost account.
  A saved backup code opens the door once, a new phone is linked,
  and whoever finds the old phone finds nothing that works.

  @G-16a @B23
  Rule: The second step offers to use a backup code

    Example: Asked for a code without a phone
      Given Alice has an account protected by two-factor authentication
      And Alice has lost her phone
      When Alice signs in with her password
      Then Alice is asked for a code
      And Alice is offered a way in with a backup code
      And a backup code that she wrote down lets Alice in

  @G-16b @B19
  Rule: The password and an unused backup code let the owner in, once

    Example: A backup code for the first time
      Given Alice has an account protected by two-factor authentication
      And Alice has lost her phone
      When Alice signs in with her password and a backup code
      Then Alice is signed in

    Example: A backup code for the second time
      Given Alice has an account protected by two-factor authentication
      And Alice has used one of her backup codes
      When Alice signs in with her password and the backup code she has used
      Then the backup code is refused
      And a backup code that she wrote down lets Alice in

    Example: A backup code that was never issued
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a made-up backup code
      Then the backup code is refused
      And a backup code that she wrote down lets Alice in

    @B11
    Example: Somebody else's backup code
      Given Alice has an account protected by two-factor authentication
      And Bob has an account protected by two-factor authentication
      When Alice signs in with her password and one of Bob's backup codes
      Then the backup code is refused
      And a backup code that she wrote down lets Alice in

    Example: Two sign-ins with one backup code at the same moment
      Given Alice has an account protected by two-factor authentication
      And Alice is asked for a code on two devices
      When Alice enters one backup code on both devices at the same moment
      Then exactly one of the two devices is signed in

    @B22
    Example: Counting the codes that are left
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And one backup code fewer is left, where the product counts them

    @B31 @needs-outbox
    Example: Telling the owner that a backup code was used
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And Alice is told that a backup code was used

  @G-16c @B23
  Rule: After a backup code a new phone can be linked without the lost one

    Example: Linking a new phone
      Given Alice has an account protected by two-factor authentication
      And Alice has lost her phone
      And Alice has signed in with a backup code
      When Alice links a new phone
      Then two-factor authentication is on for Alice
      And the next code from her new phone lets Alice in

  @G-16d @B25
  Rule: Once a new phone is linked, nothing of the lost one works

    Example: Somebody finds the lost phone
      Given Alice has an account protected by two-factor authentication
      And Alice has linked a new phone with a backup code
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password and the code from the lost phone
      Then the code is refused
      And the next code from her new phone lets Alice in

    Example: Backup codes from the time of the lost phone
      Given Alice has an account protected by two-factor authentication
      And Alice has linked a new phone with a backup code
      When Alice signs in with her password and an old backup code
      Then the backup code is refused
      And the next code from her new phone lets Alice in
