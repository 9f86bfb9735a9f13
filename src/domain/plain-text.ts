// Text from outside where it stands in a sentence of ours. Pure. It must never let such a text turn the order of the words around it.

/** The same text without the signs that turn the direction of writing: of letters, of whole runs, and of all that follows. */
export const withoutTurns = (text: string): string =>
  text.replaceAll(/[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '')
