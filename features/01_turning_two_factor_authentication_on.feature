Feature: Turning two-factor authentication on
  Anyone can make an account safer with one scan and one code.
  Until that code has been accepted nothing changes, so nobody is locked out
  by a set-up that was never finished.

  @G-1a @B06
  Rule: A new account asks for its password and nothing else

    Example: Signing in to a new account
      Given Alice has an account
      When Alice signs in with her password
      Then Alice is signed in
      And two-factor authentication is off for Alice

  @G-8a @B06
  Rule: The security settings belong to the person who is signed in

    Example: Asking for the settings before signing in
      Given Alice has an account
      When Alice asks for her security settings
      Then Alice is asked to sign in first

  @G-8b
  Rule: The way to the security settings starts at the account menu

    Example: Following the menus after signing in
      Given Alice is signed in to a new account
      When Alice follows the menus to her security settings
      Then Alice sees whether two-factor authentication is on

  @G-9a
  Rule: The security settings show that two-factor authentication is off and offer to turn it on

    Example: Looking at the settings of a new account
      Given Alice is signed in to a new account
      When Alice asks for her security settings
      Then two-factor authentication is off for Alice
      And Alice is offered a way to turn two-factor authentication on

  @G-8 @B01
  Rule: Changing the security settings takes a password given recently

    @needs-fresh-password
    Example: Starting a set-up long after the password was given
      Given Alice is signed in to a new account
      And Alice gave her password longer ago than the product allows for changes
      When Alice starts to set up two-factor authentication
      Then Alice is asked for her password again, and a wrong one takes her no further
      And her password takes Alice to the QR code

  @G-10a @B03
  Rule: Any authenticator app can read the QR code

    Example: Scanning the QR code
      Given Alice is signed in to a new account
      When Alice starts to set up two-factor authentication
      Then the QR code holds a time-based key for Alice's account
      And the key is at least 128 bits long

    @B04
    Example: Typing the key by hand instead of scanning
      Given Alice is signed in to a new account
      When Alice starts to set up two-factor authentication
      Then the key written beside the QR code is the key inside it

  @G-10b @G-10c @B08
  Rule: One right code from the phone turns two-factor authentication on

    Example: Entering the code that the phone shows
      Given Alice has scanned the QR code of a set-up
      When Alice enters the code from her phone
      Then two-factor authentication is on for Alice
      And Alice's next sign-in asks for a code, and the right one lets her in

  @G-9b @G-10e @B02
  Rule: Nothing changes until a code from the phone has been accepted

    Example: Leaving the set-up half-way
      Given Alice has scanned the QR code of a set-up
      When Alice leaves the set-up
      Then two-factor authentication is still off for Alice
      And her password alone lets Alice in

    Example: Walking away from an open set-up
      Given Alice has scanned the QR code of a set-up
      When Alice signs in with her password on a second device
      Then Alice is signed in
      And two-factor authentication is still off for Alice

  @G-10d @B08
  Rule: A wrong code turns nothing on and can be corrected

    Example: Mistyping the code during the set-up
      Given Alice has scanned the QR code of a set-up
      When Alice enters a wrong code
      Then the code is refused as wrong
      And the next code from her phone turns two-factor authentication on for Alice

  @G-10f @B02
  Rule: An interrupted set-up can be picked up again

    Example: Loading the set-up once more
      Given Alice has scanned the QR code of a set-up
      When Alice loads the set-up once more
      Then the set-up shows the same key or a new one, as the product declares
      And the next code from her phone turns two-factor authentication on for Alice
