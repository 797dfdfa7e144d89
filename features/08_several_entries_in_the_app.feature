Feature: Several entries in the app
  People scan twice, start again, or keep an old entry with the same name.
  Only the entry that was confirmed last belongs to the account; codes from the others open nothing.

  @G-18a @B02
  Rule: When a set-up is started twice, only the confirmed key counts

    Example: Scanning twice and confirming the second time
      Given Alice has scanned the QR code of a set-up
      And Alice has scanned the QR code again after starting over
      When Alice enters the code of the newer entry
      Then two-factor authentication is on for Alice
      And the next code of the older entry is refused
      And the next code of the newer entry lets Alice in

    Example: Two set-ups open side by side
      Given Alice has scanned the QR code of a set-up
      And Alice has scanned the QR code of another set-up on a second device
      When Alice enters the code of the newer entry
      Then two-factor authentication is on for Alice
      And the next code of the older entry is refused
      And the next code of the newer entry lets Alice in

  @G-18b @B02
  Rule: Codes of an abandoned entry confirm nothing

    Example: Confirming with the older of two entries
      Given Alice has scanned the QR code of a set-up
      And Alice has scanned the QR code again after starting over
      When Alice enters the code of the older entry
      Then the code is refused as wrong
      And the next code of the newer entry turns two-factor authentication on for Alice

  @G-18b @B25
  Rule: Codes of a replaced entry open nothing

    Example: The old entry after moving to a new one on the same phone
      Given Alice has an account protected by two-factor authentication
      And Alice has linked the same phone again
      When Alice signs in with her password and the code of the older entry
      Then the code is refused
      And the next code of the newer entry lets Alice in
