Feature: Guessing faster or elsewhere
  A limit on wrong tries is worth what its weakest spot is worth.
  It counts tries that come all at once, and it stands before every change that a password protects.

  @B13 @needs-lock
  Rule: Wrong codes that come all at once are counted like any others

    Example: A burst of wrong codes
      Given Alice has an account protected by two-factor authentication
      And Alice has entered twice as many wrong codes as are allowed, all at the same moment
      When Alice enters the code from her phone
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in

  @B12 @needs-fresh-password @needs-password-limit
  Rule: Guessing the password before a change is limited

    Example: Too many wrong passwords before a change
      Given Alice is signed in with two-factor authentication on
      And Alice gave her password longer ago than the product allows for changes
      And Alice has given enough wrong passwords to be stopped before a change
      When Alice gives her password before the change
      Then the change is held back because of the limit
      And after the wait her password turns two-factor authentication off for Alice

  @B13 @needs-lock @needs-backup-codes
  Rule: Turning to another kind of code does not begin the count anew

    Example: A wrong backup code among wrong codes
      Given Alice has an account protected by two-factor authentication
      And Alice has entered enough wrong codes to lock the way in, with a wrong backup code before the last
      When Alice enters the code from her phone
      Then the code is refused because of the lock
      And after the declared wait the code from her phone lets Alice in
