Feature: Usable by everybody
  Some people see little or nothing, some hear what stands there, some use no mouse, some can't copy six digits by eye.
  Whoever has the code must be able to give it, with whatever tools they live with.

  @B34 @B36
  Rule: Nothing on the way keeps out people who see, hear or move otherwise

    Scenario Outline: Coming by on the way in
      Given Alice has an account protected by two-factor authentication
      When Alice comes to <a place>
      Then nothing there keeps people out who see or hear otherwise
      And everything that can be used there is reached with the keyboard alone

      Examples:
        | a place                            |
        | the sign-in                        |
        | the second step                    |
        | the second step after a wrong code |
        | her security settings              |

    @needs-backup-codes
    Example: Coming by on the way in with a backup code
      Given Alice has an account protected by two-factor authentication
      When Alice comes to where a backup code gets her in
      Then nothing there keeps people out who see or hear otherwise
      And everything that can be used there is reached with the keyboard alone

    Scenario Outline: Coming by on the way to two factors
      Given Alice is signed in to a new account
      When Alice comes to <a place>
      Then nothing there keeps people out who see or hear otherwise
      And everything that can be used there is reached with the keyboard alone

      Examples:
        | a place                     |
        | her security settings       |
        | a set-up                    |
        | a set-up after a wrong code |

    @needs-backup-codes
    Example: Coming by where backup codes are given out
      Given Alice is signed in to a new account
      When Alice comes to her fresh backup codes
      Then nothing there keeps people out who see or hear otherwise
      And everything that can be used there is reached with the keyboard alone

  @B34
  Rule: A code can be pasted whole

    Example: Pasting the code from the phone
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and pastes the code from her phone
      Then Alice is signed in

    @needs-backup-codes
    Example: Pasting a backup code
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and pastes a backup code
      Then Alice is signed in

    Example: Pasting the code that ends the set-up
      Given Alice has scanned the QR code of a set-up
      When Alice pastes the code from her phone
      Then two-factor authentication is on for Alice

  @B34
  Rule: The keyboard alone is enough for a code

    Example: Signing in without a mouse
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and gives the code from her phone with the keyboard alone
      Then Alice is signed in

    @needs-backup-codes
    Example: Signing in with a backup code and without a mouse
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and gives a backup code with the keyboard alone
      Then Alice is signed in

    Example: Finishing the set-up without a mouse
      Given Alice has scanned the QR code of a set-up
      When Alice gives the code from her phone with the keyboard alone
      Then two-factor authentication is on for Alice

  @B34
  Rule: Nothing is asked for twice, and tools can fill in what they keep

    Example: A sign-in with a tool that keeps passwords
      Given Alice has an account protected by two-factor authentication
      When Alice comes to the sign-in
      Then tools that keep passwords are told where name and password belong

    Example: Being asked for the code and for nothing else
      Given Alice has an account protected by two-factor authentication
      When Alice comes to the second step
      Then Alice is asked for nothing that she has given already

    @should
    Scenario Outline: A phone that offers the right keys
      Given Alice has an account protected by two-factor authentication
      When Alice comes to <a place>
      Then phones and tools are told that a code of digits belongs there

      Examples:
        | a place                            |
        | the second step                    |
        | the second step after a wrong code |
