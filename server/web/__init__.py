"""The pages: routes, forms, cookies, headers and words. No rule and no query lives here."""
