@needs-backup-codes
Feature: Saving backup codes
  Backup codes are the way back in when the phone is gone.
  They come with two-factor authentication and are shown once. A new set replaces the old one,
  so an outdated list found in a drawer opens nothing.

  @G-11a @B17
  Rule: Backup codes come with turning two-factor authentication on

    Example: Finishing the set-up
      Given Alice has scanned the QR code of a set-up
      When Alice enters the code from her phone
      Then Alice is shown a full set of backup codes, no two alike

    Scenario Outline: Trying codes from the top, the middle and the end of the list
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and <one of her codes>
      Then Alice is signed in

      Examples:
        | one of her codes                          |
        | the first of her backup codes             |
        | a backup code from the middle of her list |
        | the last of her backup codes              |

  @G-11c @B17
  Rule: There are no backup codes before two-factor authentication is on

    Example: Looking for backup codes during a set-up
      Given Alice has scanned the QR code of a set-up
      When Alice asks for her security settings
      Then Alice is offered no backup codes
      And the next code from her phone turns two-factor authentication on for Alice

  @G-11b @B17
  Rule: The downloaded file holds exactly the codes that were shown

    @needs-download
    Example: Downloading the codes
      Given Alice has just been shown her backup codes
      When Alice downloads her backup codes
      Then the file holds exactly the codes that Alice was shown
      And a backup code from the file lets Alice in

  @G-13a @B17
  Rule: People are told to keep a copy away from the computer

    Example: Reading the advice beside the codes
      Given Alice has scanned the QR code of a set-up
      When Alice enters the code from her phone
      Then Alice is told to keep her backup codes away from this computer

  @G-13b @B17
  Rule: Backup codes are text that can be copied and printed

    Example: Writing the codes down
      Given Alice has scanned the QR code of a set-up
      When Alice enters the code from her phone
      Then Alice can copy her backup codes as text
      And a backup code that she wrote down lets Alice in

  @G-12a @B18
  Rule: Backup codes are shown once

    Scenario Outline: Looking for the codes a second time
      Given Alice has just been shown her backup codes
      When Alice looks for her backup codes again <somewhere>
      Then none of her backup codes can be seen
      And a backup code that she wrote down lets Alice in

      Examples:
        | somewhere                                     |
        | by loading them once more                     |
        | by going back after leaving them              |
        | in her security settings                      |
        | on a second device                            |
        | by asking for them directly, as a script does |

  @G-12b @G-12d @B20 @needs-new-codes
  Rule: Anyone who missed the codes can make a full new set

    Example: Making new backup codes
      Given Alice is signed in with two-factor authentication on
      When Alice makes new backup codes
      Then Alice is shown a full set of backup codes, none of them an old one
      And a backup code from the new set lets Alice in

    @B01 @needs-fresh-password
    Example: Making new backup codes long after the password was given
      Given Alice is signed in with two-factor authentication on
      And Alice gave her password longer ago than the product allows for changes
      When Alice asks for new backup codes
      Then Alice is asked for her password again, and a wrong one takes her no further
      And a backup code that she wrote down lets Alice in

  @G-12c @B20 @needs-new-codes
  Rule: A new set puts an end to every old code

    Example: An old code that was never used
      Given Alice has an account protected by two-factor authentication
      And Alice has made new backup codes
      When Alice signs in with her password and an old backup code
      Then the backup code is refused
      And a backup code from the new set lets Alice in

    Example: An old code that was used before
      Given Alice has an account protected by two-factor authentication
      And Alice has used one of her backup codes
      And Alice has made new backup codes
      When Alice signs in with her password and the backup code she has used
      Then the backup code is refused
      And a backup code from the new set lets Alice in
