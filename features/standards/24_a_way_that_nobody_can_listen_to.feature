@needs-closed-way
Feature: A way that nobody can listen to
  Passwords and codes cross networks that others run. The way there is closed to listeners from the first address that
  somebody types to the last thing that a browser sends.

  @B39
  Rule: The open way leads to the closed one, or nowhere

    Example: Asking for the sign-in by the open way
      Given Alice has an account protected by two-factor authentication
      When Alice asks for the sign-in by the open way
      Then the open way shows no sign-in, at most the closed one
      And Alice's next sign-in asks for a code, and the right one lets her in

  @B39
  Rule: Browsers are told to stay on the closed way

    Example: What a browser learns at the sign-in
      Given Alice has an account protected by two-factor authentication
      When Alice comes to the sign-in
      Then her browser is told to stay on the closed way for a year at least

  @B39
  Rule: Nothing of a sign-in goes the open way

    Example: Addresses on the way in
      Given every address that Alice's browser opens is noted
      And Alice has an account protected by two-factor authentication
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in
      And nothing went the open way

  @B29
  Rule: What a sign-in hangs on never leaves the closed way

    Example: What a browser sends along
      Given Alice is signed in with two-factor authentication on
      When Alice asks for her security settings
      Then what her sign-in hangs on goes the closed way only, and to the product alone

    @should
    Example: What a browser could be made to give away
      Given Alice is signed in with two-factor authentication on
      When Alice asks for her security settings
      Then what her sign-in hangs on is kept from scripts, from other sites and from neighbours
