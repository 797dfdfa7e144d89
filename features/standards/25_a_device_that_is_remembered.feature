@needs-remembered-devices
Feature: A device that is remembered
  Some products spare their owners the code on a device that they know. Whoever uses it then stands behind one factor only,
  so it is bound to one account and one device, ends after some days, and is over when the protection changes.

  @B43
  Rule: A remembered device spares its owner the code, and spares nobody else anything

    Example: The next sign-in on a remembered device
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      When Alice signs in with her password
      Then Alice is signed in

    Example: A second device beside a remembered one
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      When Alice signs in with her password on a second device
      Then Alice is asked for a code
      And the next code from her phone lets Alice in

    Example: Somebody else on a remembered device
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And Bob has an account protected by two-factor authentication
      When Bob signs in with his password on Alice's device
      Then Bob is asked for a code
      And the next code from his phone lets Bob in

    Example: The sign-in after the next
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And Alice has signed in there with her password alone
      When Alice signs in with her password
      Then Alice is signed in

    Example: Two people who share a device
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And Bob has an account protected by two-factor authentication
      And Bob has had Alice's device remembered too
      When Alice signs in with her password where she was remembered
      Then Alice is signed in

  @B43 @needs-clock
  Rule: A device is remembered for the declared days and no longer

    Example: The day after the last one
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And the days for which a device is remembered have passed
      When Alice signs in with her password
      Then Alice is asked for a code
      And the next code from her phone lets Alice in

  @B43
  Rule: A change of the protection makes the product forget its devices

    Example: Two-factor authentication turned off and on again
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And Alice has turned two-factor authentication off and on again elsewhere
      When Alice signs in with her password where she was remembered
      Then Alice is asked for a code
      And the next code from her phone lets Alice in

    @needs-password-change
    Example: A new password after a device was remembered
      Given Alice has an account protected by two-factor authentication
      And Alice has had her device remembered
      And Alice has changed her password elsewhere
      When Alice signs in with her password where she was remembered
      Then Alice is asked for a code
      And the next code from her phone lets Alice in
