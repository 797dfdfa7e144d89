Feature: A leaked password
  Passwords leak. With two-factor authentication on, a stranger who knows one still stands outside,
  wherever the sign-in comes from, and the owner can see that somebody tried.

  @G-2a @G-6a @B06
  Rule: A password alone opens nothing

    Example: A stranger with the right password
      Given Alice has an account protected by two-factor authentication
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password
      Then Mallory is asked for a code
      And nothing of Alice's opens for Mallory
      And Alice's next sign-in asks for a code, and the right one lets her in

    Example: A stranger who guesses a code
      Given Alice has an account protected by two-factor authentication
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password and a wrong code
      Then the code is refused
      And nothing of Alice's opens for Mallory
      And the next code from her phone lets Alice in

    @B11
    Example: A stranger with a phone of her own
      Given Alice has an account protected by two-factor authentication
      And Mallory has an account protected by two-factor authentication
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password and the code from her own phone
      Then the code is refused
      And the next code from her phone lets Alice in

  @G-6a @B37
  Rule: Resetting the password does not get round the second step

    @needs-outbox
    Example: A stranger who reads the owner's mail
      Given Alice has an account protected by two-factor authentication
      When Mallory resets Alice's password through her mail and signs in with it
      Then Mallory is asked for a code
      And nothing of Alice's opens for Mallory
      And Alice's next sign-in asks for a code, and the right one lets her in

  @G-5a @B31
  Rule: The owner can see that somebody knew the password

    @needs-news
    Example: A try that stopped at the second step
      Given Alice is signed in with two-factor authentication on
      And Mallory knows Alice's password
      When Mallory signs in with Alice's password and a wrong code
      Then Alice finds the try among her notices or recent activity
      And the next code from her phone lets Alice in

  @G-7a @B07
  Rule: A new place asks for the code like any other

    Scenario Outline: Signing in from somewhere else
      Given Alice is signed in with two-factor authentication on
      When Alice signs in with her password <from elsewhere>
      Then Alice is asked for a code
      And the next code from her phone lets Alice in

      Examples:
        | from elsewhere                                   |
        | on a device abroad                               |
        | on a device that claims to be on her own network |

  @G-4b @B27
  Rule: Turning two-factor authentication on deals with other devices as the product declares

    Example: A device that was signed in before
      Given Alice is signed in to a new account on two devices
      When Alice turns two-factor authentication on
      Then her second device is signed out or stays signed in, as the product declares
      And Alice's next sign-in asks for a code, and the right one lets her in
