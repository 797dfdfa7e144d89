Feature: Giving nothing away
  Whoever does not know the password learns nothing about an account: not whether there is one,
  and not how well it is protected. And a password that was typed does not stay behind in the browser.

  @B32
  Rule: Before the right password nothing tells accounts apart

    Example: A wrong password for three addresses
      Given Alice has an account protected by two-factor authentication
      And Bob has an account
      When Mallory tries a wrong password for Alice, for Bob and for an address without an account
      Then Mallory is told the same each time
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B32 @needs-outbox
  Rule: Asking for a new password tells accounts apart for nobody

    Example: A forgotten password for three addresses
      Given Alice has an account protected by two-factor authentication
      And Bob has an account
      When Mallory asks for a new password for Alice, for Bob and for an address without an account
      Then Mallory is told the same each time
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B33
  Rule: What a browser keeps while the code is awaited does not hold the password

    Example: A sign-in left standing at a borrowed computer
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password
      Then Alice is asked for a code
      And nothing that her browser keeps gives her password away
      And the next code from her phone lets Alice in
