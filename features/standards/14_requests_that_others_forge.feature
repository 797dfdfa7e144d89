Feature: Requests that others forge
  A site that the owner happens to visit can make her browser send things in her name, and a stranger can send again
  what she has sent.
  Neither may weaken the protection of an account that is somebody else's.

  @B30
  Rule: Nothing that another site makes a browser send changes two-factor authentication

    Scenario Outline: A trap that would turn it off
      Given Alice is signed in with two-factor authentication on
      And Mallory has learnt from an account of her own how two-factor authentication is turned off
      When Alice falls for <a trap>
      Then two-factor authentication is still on for Alice
      And Alice's next sign-in asks for a code, and the right one lets her in

      Examples:
        | a trap                                                     |
        | a foreign site that sends the same in her name             |
        | a neighbour of the product that sends the same in her name |
        | a link of a foreign site that asks for the same            |

    @needs-backup-codes @needs-new-codes
    Scenario Outline: A trap that would replace her backup codes
      Given Alice is signed in with two-factor authentication on
      And Mallory has learnt from an account of her own how new backup codes are made
      When Alice falls for <a trap>
      Then a backup code that she wrote down lets Alice in

      Examples:
        | a trap                                                     |
        | a foreign site that sends the same in her name             |
        | a neighbour of the product that sends the same in her name |
        | a link of a foreign site that asks for the same            |

  @B30 @B27 @needs-device-list
  Rule: What one person sends acts on nobody else's devices

    Example: Signing out a device of somebody else
      Given Alice is signed in to a new account on two devices
      And Mallory is signed in to a new account on two devices
      And Mallory has caught what signs Alice's second device out, before it arrived
      When Mallory sends it in place of what signs her own second device out
      Then Alice is still signed in on her second device
      And Alice can sign her second device out herself

  @B30
  Rule: No other site can show the settings inside itself

    Scenario Outline: Looking at the settings through somebody else's site
      Given Alice is signed in with two-factor authentication on
      When Alice visits <a site> that shows her security settings inside itself
      Then her security settings can't be seen there
      And Alice is still signed in on her first device

      Examples:
        | a site                     |
        | a foreign site             |
        | a neighbour of the product |
