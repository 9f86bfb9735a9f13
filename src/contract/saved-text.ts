// A bound that the page has to speak of. No schema here: the page must not carry the library that judges them.

/** What is saved at once, in characters. */
export const longestSavedText = 50_000_000
