Feature: Secrets out of sight
  Addresses are kept in histories, logs and bookmarks, and old set-ups stay open in a window somewhere.
  Whoever looks there later must find no password, no code, and above all not the key that makes the codes.

  @B33
  Rule: No password, key or code ever stands in an address

    Example: Addresses of a set-up
      Given every address that Alice's browser opens is noted
      And Alice has scanned the QR code of a set-up
      When Alice enters the code from her phone
      Then two-factor authentication is on for Alice
      And none of Alice's secrets stands in an address

    Example: Addresses of a sign-in with a code
      Given every address that Alice's browser opens is noted
      And Alice has an account protected by two-factor authentication
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in
      And none of Alice's secrets stands in an address

    @needs-backup-codes
    Example: Addresses of a sign-in with a backup code
      Given every address that Alice's browser opens is noted
      And Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a backup code
      Then Alice is signed in
      And none of Alice's secrets stands in an address

    @needs-backup-codes @needs-new-codes
    Example: Addresses of a new set of backup codes
      Given every address that Alice's browser opens is noted
      And Alice is signed in with two-factor authentication on
      When Alice makes new backup codes
      Then Alice is shown a full set of backup codes, none of them an old one
      And none of Alice's secrets stands in an address

  @B18
  Rule: Once two-factor authentication is on, its key is never shown again

    Scenario Outline: Looking for the key a second time
      Given every address that Alice's browser opens is noted
      And Alice has scanned the QR code of a set-up
      And Alice has just finished it with the code from her phone
      When Alice looks for her key again <somewhere>
      Then neither her key nor a QR code of it can be seen
      And the next code from her phone lets Alice in

      Examples:
        | somewhere                                       |
        | wherever the set-up led her                     |
        | by going back after leaving the set-up          |
        | in her security settings                        |
        | wherever the set-up led her, on a second device |
        | by asking for it directly, as a script does     |
