Feature: What nobody can prepare
  Keys and sign-ins are made by the product, anew, at the moment they are needed, and the time is its own.
  Whoever knows one key, keeps what a browser held before a sign-in, or brings a clock of his own gains nothing.

  @B05
  Rule: Each set-up makes a key of its own that nobody can guess from another

    Example: Two people who set up two-factor authentication
      Given Alice has scanned the QR code of a set-up
      And Bob is signed in to a new account
      When Bob starts to set up two-factor authentication
      Then Bob's key tells nothing about Alice's

  @B26
  Rule: What a browser held before a step of the sign-in opens nothing after it

    Example: Somebody kept what the browser held before the password
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked to sign in
      And Mallory has kept what Alice's browser holds
      When Alice signs in with her password and the code from her phone
      Then nothing of Alice's opens for Mallory
      And Alice is signed in

    Example: Somebody kept what the browser held before the code
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      And Mallory has kept what Alice's browser holds
      When Alice enters the code from her phone
      Then nothing of Alice's opens for Mallory
      And Alice is signed in

  @B38
  Rule: Only the product's own clock counts

    Example: A browser that claims the time of a slow phone
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is 10 minutes slow
      And Alice's browser claims the same time as her phone
      When Alice signs in with her password and the code from her phone
      Then the code is refused as wrong
      And after setting her phone's clock right the next code lets Alice in
