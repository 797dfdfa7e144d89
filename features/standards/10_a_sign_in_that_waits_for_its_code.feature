Feature: A sign-in that waits for its code
  Between the password and the code a sign-in stands half-way, and somebody else may come upon it.
  It waits for the declared time and no longer, and ends for good when it is given up.
  Whatever else a browser asks for meanwhile does not disturb it.

  @B28 @needs-sign-in-limit
  Rule: A sign-in waits for its code as long as the product declares, and no longer

    Example: A right code just before the sign-in has waited too long
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      When Alice enters the code from her phone just before the sign-in has waited too long
      Then Alice is signed in

    Example: A right code after the sign-in has waited too long
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      When Alice enters the code from her phone just after the sign-in has waited too long
      Then Alice has to begin her sign-in again
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B27
  Rule: A sign-in that was given up can't be taken up again

    Scenario Outline: Coming back to a sign-in that was given up
      Given Alice has an account protected by two-factor authentication
      And Alice has given up her sign-in when asked for a code
      When Alice comes back to it <in some way> and enters the code from her phone
      Then Alice has to begin her sign-in again
      And Alice's next sign-in asks for a code, and the right one lets her in

      Examples:
        | in some way               |
        | by going back             |
        | by asking for it directly |

  @B08
  Rule: What a browser asks for besides does not end a sign-in that waits

    Scenario Outline: Asking for something else before the code
      Given Alice has an account protected by two-factor authentication
      And Alice has been asked for a code
      And Alice's browser has asked for <something else> meanwhile
      When Alice enters the code from her phone
      Then Alice is signed in

      Examples:
        | something else                      |
        | something that does not exist       |
        | the product's icon                  |
        | the product's start in a second tab |

  @B44 @needs-backup-codes
  Rule: The code from the phone is asked for first, and a backup code only on request

    Example: The first sign-in with a new phone
      Given Alice has an account protected by two-factor authentication
      And Alice has linked a new phone with a backup code
      When Alice signs in with her password
      Then Alice is asked for the code from her phone first
      And the next code from her new phone lets Alice in
