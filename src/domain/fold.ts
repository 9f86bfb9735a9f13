// Texts as they are compared when somebody looks for them: without case and accents. It must take the same texts for the same on
// both sides, when something is stored and when it is looked for.

/** "O'Néill" is "o'neill"; letters that only look alike stay apart. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** The words of a name: runs of letters and digits, folded, each once. */
export function wordsOfName(name: string): string[] {
  return [...new Set(folded(name).match(/[\p{L}\p{N}]+/gu))]
}

/** The words of a text as typed. At most eight: more would only make a question long. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      // oxlint-disable-next-line no-control-regex -- a NUL would end the query inside SQLite
      .split(/[\s\u0000-\u001f]+/)
      .filter(Boolean)
      .slice(0, 8)
  )
}
