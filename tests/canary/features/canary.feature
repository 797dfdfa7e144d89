Feature: A canary
  Fails on purpose where a product shows its secrets, so that the gate can look for them in all that is left.

  Rule: What a run writes holds no secret
    Example: Failing beside a QR code
      Given Alice stands at her set-up
      Then the canary falls over at the set-up

    Example: Failing beside new backup codes
      Given Alice is shown her backup codes
      Then the canary falls over at the backup codes
