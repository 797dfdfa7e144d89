@needs-password-change
Feature: Changing the password
  People change a password because somebody else may know it. From then on the old one is worth nothing,
  not even where it was given just before, and the new one does all that the old one did.

  @B27
  Rule: A new password ends every sign-in that still waits for its code

    Example: A sign-in begun with the password that is changed meanwhile
      Given Alice is signed in with two-factor authentication on
      And Alice has been asked for a code on a second device
      And Alice has changed her password on her first device
      When Alice enters the code from her phone on her second device
      Then Alice has to begin her sign-in again
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B24 @needs-fresh-password
  Rule: Two-factor authentication answers to the new password

    Example: Turning it off after the password was changed
      Given Alice is signed in with two-factor authentication on
      And Alice has changed her password on her first device
      And Alice gave her password longer ago than the product allows for changes
      When Alice turns two-factor authentication off
      Then two-factor authentication is off for Alice
      And her password alone lets Alice in
