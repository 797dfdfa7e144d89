Feature: A canary without a browser
  Fails on purpose for the choke points that have nothing to do with pages.

  Rule: What a run writes about itself holds no secret
    Example: Failing with a phone in hand
      Given a phone that has shown a code
      Then the canary says it
