Feature: A phone with the wrong time
  Codes come from the phone's clock, so a phone that runs far off shows codes that do not match.
  A small difference is forgiven; a large one is refused with help, and setting the clock right puts everything right.

  @G-17a @B09
  Rule: Codes from a clock that is far off are refused

    Scenario Outline: A phone that runs far off
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is <far off>
      When Alice signs in with her password and the code from her phone
      Then the code is refused as wrong
      And after setting her phone's clock right the next code lets Alice in

      Examples:
        | far off         |
        | 10 minutes slow |
        | 10 minutes fast |
        | 1 hour slow     |
        | 1 hour fast     |
        | 1 day slow      |

    Scenario Outline: One step more than the product tolerates
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is one step <slower or faster> than the product tolerates
      When Alice signs in with her password and the code from her phone
      Then the code is refused as wrong
      And after setting her phone's clock right the next code lets Alice in

      Examples:
        | slower or faster |
        | slower           |
        | faster           |

  @G-17a @B36
  Rule: A refusal because of the clock says so, where the product promises that

    Scenario Outline: Reading why the code was refused
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is <off>
      When Alice signs in with her password and the code from her phone
      Then Alice is told about her phone's clock, where the product promises that
      And after setting her phone's clock right the next code lets Alice in

      Examples:
        | off             |
        | 10 minutes slow |
        | 10 minutes fast |

    Example: A code that no clock explains
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a wrong code
      Then the code is refused as wrong
      And Alice is told nothing about her phone's clock
      And the next code from her phone lets Alice in

  @G-17b @B12
  Rule: Setting the clock right helps at once

    Example: Two refusals before the clock is set right
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is 10 minutes slow
      And Alice has been turned away with the code from her phone
      When Alice signs in with her password and the code from her phone
      Then the code is refused as wrong
      And after setting her phone's clock right the next code lets Alice in

  @G-17c @B09
  Rule: A small difference is forgiven

    Scenario Outline: As far off as the product tolerates
      Given Alice has an account protected by two-factor authentication
      And Alice's phone is as <slow or fast> as the product tolerates
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in

      Examples:
        | slow or fast |
        | slow         |
        | fast         |

    Example: A code typed just as it changes
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and a code that has just changed
      Then Alice is signed in
