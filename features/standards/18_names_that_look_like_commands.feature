Feature: Names that look like commands
  People choose the names of their accounts, and some choose signs that a browser takes for commands.
  Wherever a product shows such a name it is text and nothing else, so that it does nothing to whoever reads it.

  @B42 @needs-names-with-signs
  Rule: A name is shown letter by letter

    Example: Setting up with a name that looks like a command
      Given Alice is signed in to a new account whose name looks like a command
      When Alice starts to set up two-factor authentication
      Then Alice's name is shown letter by letter, and does nothing

    Example: Reading the settings with a name that looks like a command
      Given Alice is signed in to a new account whose name looks like a command
      When Alice asks for her security settings
      Then Alice's name is shown letter by letter, and does nothing
