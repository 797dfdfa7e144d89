Feature: Hearing what went wrong
  A refusal that is only seen leaves people without it who listen, or who look at a small part at a time.
  Whatever is wrong is told where they are, and so that they know what to do next.

  @B36
  Rule: A refusal reaches people who do not see it

    Example: A wrong password at the sign-in
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with a wrong password
      Then the refusal reaches Alice without being looked for
      And Alice's next sign-in asks for a code, and the right one lets her in

    Example: A wrong code at the second step
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a wrong code
      Then the code is refused as wrong
      And the refusal reaches Alice without being looked for
      And the next code from her phone lets Alice in

    @needs-backup-codes
    Example: A made-up backup code at the second step
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a made-up backup code
      Then the backup code is refused
      And the refusal reaches Alice without being looked for
      And the next code from her phone lets Alice in

    Example: A wrong code during the set-up
      Given Alice has scanned the QR code of a set-up
      When Alice enters a wrong code
      Then the code is refused as wrong
      And the refusal reaches Alice without being looked for
      And the next code from her phone turns two-factor authentication on for Alice

  @B36 @needs-lock
  Rule: A lock is told to people who do not see it

    Example: The right code while the way in is locked
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in
      When Alice enters the code from her phone
      Then the code is refused because of the lock
      And the refusal reaches Alice without being looked for
      And after the declared wait the code from her phone lets Alice in

  @B36 @should
  Rule: A refusal says what to do next

    Example: Reading on after a wrong code
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a wrong code
      Then the code is refused as wrong
      And the refusal goes on to what to do next
      And the next code from her phone lets Alice in
