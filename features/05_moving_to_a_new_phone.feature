Feature: Moving to a new phone
  While the old phone still works, moving takes a minute: turn two-factor authentication off, link the new phone.
  Afterwards only the new phone counts, whoever holds the old one.

  @G-14a @B24
  Rule: Turning two-factor authentication off takes proof

    @needs-fresh-password
    Example: Turning it off long after the password was given
      Given Alice is signed in with two-factor authentication on
      And Alice gave her password longer ago than the product allows for changes
      When Alice asks to turn two-factor authentication off
      Then Alice is asked for her password again, and a wrong one takes her no further
      And two-factor authentication is still on for Alice
      And her password turns two-factor authentication off for Alice

    @B06
    Example: A stranger who has only the password
      Given Alice has an account protected by two-factor authentication
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password
      Then nothing of Alice's opens for Mallory
      And Alice's next sign-in asks for a code, and the right one lets her in

  @G-14b @B24
  Rule: Once it is off, the password alone lets the owner in

    Example: Turning it off and signing in
      Given Alice is signed in with two-factor authentication on
      When Alice turns two-factor authentication off
      Then two-factor authentication is off for Alice
      And her password alone lets Alice in

  @G-14c @B25
  Rule: Linking again makes a new key

    Example: Setting up a second time
      Given Alice has an account protected by two-factor authentication
      And Alice has turned two-factor authentication off
      When Alice scans the QR code of a new set-up with her new phone
      Then the new key differs from the old one
      And the next code from her new phone turns two-factor authentication on for Alice

  @G-14d @G-15a @B25
  Rule: After the move only the new phone's codes match

    Example: The new phone
      Given Alice has an account protected by two-factor authentication
      And Alice has moved to a new phone
      When Alice signs in with her password and the code from her new phone
      Then Alice is signed in

    Example: The old phone
      Given Alice has an account protected by two-factor authentication
      And Alice has moved to a new phone
      When Alice signs in with her password and the code from her old phone
      Then the code is refused
      And the next code from her new phone lets Alice in

    @needs-backup-codes
    Example: Backup codes from before the move
      Given Alice has an account protected by two-factor authentication
      And Alice has moved to a new phone
      When Alice signs in with her password and an old backup code
      Then the backup code is refused
      And the next code from her new phone lets Alice in

  @G-14 @B25 @needs-relink
  Rule: Linking a new phone directly keeps the old one in force until the new one is confirmed

    Example: Stopping before the new phone is confirmed
      Given Alice has an account protected by two-factor authentication
      And Alice has scanned the QR code for her new phone
      When Alice leaves the set-up
      Then two-factor authentication is still on for Alice
      And the next code from her phone lets Alice in

    Example: Confirming the new phone
      Given Alice has an account protected by two-factor authentication
      And Alice has scanned the QR code for her new phone
      When Alice enters the code from her new phone
      Then two-factor authentication is on for Alice
      And the next code from her old phone is refused
      And the next code from her new phone lets Alice in
