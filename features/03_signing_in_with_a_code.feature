Feature: Signing in with a code
  With two-factor authentication on, signing in takes the password and the code that the phone shows now.
  Each code opens one door once; any other code opens none.

  @G-6b @B08
  Rule: The password and the current code together let the owner in

    Example: Reading the code off the phone
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in

    Example: Correcting a mistyped code
      Given Alice has an account protected by two-factor authentication
      And Alice has been turned away with a wrong code
      When Alice enters the code from her phone
      Then Alice is signed in

    @B34
    Example: Typing the code with the gap that phones show
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and the code from her phone, typed in two halves
      Then Alice is signed in

    @needs-clock
    Example: A code that begins with a zero
      Given Alice has an account protected by two-factor authentication
      And Alice's phone shows a code that begins with a zero
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in

  @G-6c @B08
  Rule: Any other code is refused

    Scenario Outline: Entering a code that is not the current one
      Given Alice has an account protected by two-factor authentication
      And Bob has an account protected by two-factor authentication
      When Alice signs in with her password and <another code>
      Then the code is refused
      And the next code from her phone lets Alice in

      Examples:
        | another code                          |
        | a wrong code                          |
        | a code that her phone showed long ago |
        | a code from Bob's phone               |

    Example: Entering no code at all
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and no code
      Then Alice is not signed in
      And the next code from her phone lets Alice in

    @B06
    Example: A wrong password before any code
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with a wrong password, and gives the code from her phone where one is asked
      Then Alice is not signed in
      And the next code from her phone lets Alice in

  @G-6c @B10
  Rule: A code works once

    Scenario Outline: Using one code for two sign-ins
      Given Alice has an account protected by two-factor authentication
      And Alice has signed in with the code from her phone and signed out again
      When Alice signs in with her password and <her former code>
      Then the code is refused
      And the next code from her phone lets Alice in

      Examples:
        | her former code                                |
        | the same code again                            |
        | the same code again, just after it has changed |

    Example: Signing in with the code that turned two-factor authentication on
      Given Alice has scanned the QR code of a set-up
      And Alice has turned two-factor authentication on
      When Alice signs in with her password and the code of the set-up
      Then the code is refused
      And the next code from her phone lets Alice in

    Example: Two sign-ins with one code at the same moment
      Given Alice has an account protected by two-factor authentication
      And Alice is asked for a code on two devices
      When Alice enters one code on both devices at the same moment
      Then exactly one of the two devices is signed in

  @G-4a @B27
  Rule: One account can be signed in on several devices

    Example: A computer at work and a computer at home
      Given Alice is signed in with two-factor authentication on
      When Alice signs in with her password on a second device
      Then the next code from her phone lets Alice in
      And Alice is still signed in on her first device

  @G-6 @B06
  Rule: A sign-in can be given up at the second step

    Example: Turning back when asked for a code
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password, but gives up when asked for a code
      Then Alice is asked to sign in
      And Alice's next sign-in asks for a code, and the right one lets her in
