Feature: Time enough for a code
  Some people need minutes for what others do in seconds: they look for their phone, type with one finger, or listen.
  A sign-in that doesn't wait for ever leaves them time, says how much, and loses nothing when it is over.

  @B35 @needs-sign-in-limit @should
  Rule: A sign-in waits long enough for slow hands

    Example: More than three minutes for a code
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      When Alice enters the code from her phone after more than three minutes
      Then Alice is signed in

  @B35 @needs-sign-in-limit @should
  Rule: Whoever has only so much time is told so beforehand

    Example: Reading how long there is
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password
      Then Alice is told how long her sign-in waits
      And the next code from her phone lets Alice in

  @B35 @needs-sign-in-limit
  Rule: Whoever took too long is told so

    Example: The right code a moment too late
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      When Alice enters the code from her phone just after the sign-in has waited too long
      Then Alice has to begin her sign-in again
      And Alice is told that her time was up
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B35 @needs-sign-in-limit @needs-wanted-place @should
  Rule: Whoever took too long loses nothing by it

    Example: Too late on the way to the settings
      Given Alice has an account protected by two-factor authentication
      And Alice was asked to sign in when she wanted her security settings
      And Alice has given her password there
      When Alice enters the code from her phone just after the sign-in has waited too long
      Then Alice has to begin her sign-in again
      And signing in there once more leads Alice to her security settings
