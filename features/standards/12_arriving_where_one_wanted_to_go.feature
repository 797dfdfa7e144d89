Feature: Arriving where one wanted to go
  Who is asked to sign in on the way to somewhere is there after the last step, with nothing lost on the way.
  And a link that somebody else made up leads nobody from the sign-in to a place that only looks familiar.

  @B08 @needs-wanted-place
  Rule: After the second step people are where they wanted to go

    Example: Wanting the security settings before signing in
      Given Alice has an account protected by two-factor authentication
      And Alice was asked to sign in when she wanted her security settings
      When Alice signs in there with her password and the code from her phone
      Then Alice is signed in
      And Alice has her security settings before her

    Example: Mistyping the code on the way to the settings
      Given Alice has an account protected by two-factor authentication
      And Alice was asked to sign in when she wanted her security settings
      And Alice was turned away there with a wrong code
      When Alice enters the code from her phone
      Then Alice is signed in
      And Alice has her security settings before her

    @needs-backup-codes
    Example: Using a backup code on the way to the settings
      Given Alice has an account protected by two-factor authentication
      And Alice was asked to sign in when she wanted her security settings
      When Alice signs in there with her password and a backup code
      Then Alice is signed in
      And Alice has her security settings before her

  @B42 @needs-place-in-link
  Rule: The sign-in leads nobody off to another site

    Scenario Outline: Signing in by a link that names another site
      Given Alice has an account protected by two-factor authentication
      And Alice has followed a link to the sign-in that wants to lead her to another site, <written in some way>
      When Alice signs in there with her password and the code from her phone
      Then Alice has not been led off to another site
      And Alice is signed in

      Examples:
        | written in some way           |
        | written in full               |
        | written without its beginning |
        | with a slash turned round     |
        | with both slashes turned      |
        | with a gap in it              |
