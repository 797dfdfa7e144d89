Feature: Keeping a sign-in to oneself
  Whoever is signed in leaves traces in a browser. What a script, a thief or the next one at the same computer finds there
  must open nothing, and a sign-in that is given up must really be over.

  @B29
  Rule: What a script can read in a browser does not open the account

    Example: A script that copies all that it can read
      Given Alice is signed in with two-factor authentication on
      When Mallory puts what a script can read in Alice's browser into her own
      Then nothing of Alice's opens for Mallory
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B29
  Rule: A sign-in that waits for its code ends with the browser

    Example: Closing the browser before the code
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      When Alice comes back to it after closing her browser and enters the code from her phone
      Then Alice has to begin her sign-in again
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B29 @should
  Rule: A sign-in with two factors ends with the browser as well

    Example: Closing the browser while signed in
      Given Alice is signed in with two-factor authentication on
      When Alice asks for her security settings after closing her browser
      Then Alice is asked to sign in
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B27
  Rule: Signing out ends a sign-in for good

    Example: Somebody kept what the browser held before the sign-out
      Given Alice is signed in with two-factor authentication on
      And Mallory has kept what Alice's browser holds
      When Alice signs out
      Then nothing of Alice's opens for Mallory
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B33 @B18
  Rule: Nothing secret can be called back after signing out

    Example: The way back to a key
      Given Alice is signed in to a new account
      And Alice has looked at the key of a set-up and signed out
      When Alice goes back as far as she can
      Then the key can't be seen any more
      And her password alone lets Alice in

    @needs-backup-codes
    Example: The way back to backup codes
      Given Alice is signed in to a new account
      And Alice has looked at her fresh backup codes and signed out
      When Alice goes back as far as she can
      Then her backup codes can't be seen any more
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B33
  Rule: A browser stores neither key nor backup codes

    Example: What the browser keeps of a set-up
      Given Alice is signed in to a new account
      When Alice turns two-factor authentication on
      Then two-factor authentication is on for Alice
      And nothing that her browser keeps gives her key or her backup codes away
