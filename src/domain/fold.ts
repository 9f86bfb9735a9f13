// Texts as they are compared when somebody looks for them: without case and accents. It must take the same texts for the same on
// both sides, when something is stored and when it is looked for.

/** "O’Néill" is "o'neill"; letters that only look alike stay apart. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()
}

/** The words of a name: runs of letters and digits, folded, each once. */
export function wordsOfName(name: string): string[] {
  return [...new Set(folded(name).match(/[\p{L}\p{N}]+/gu))]
}

/**
 * Whether it is written in a script that puts no space between the parts of a name: "小龙" stands within "李小龙". `word`: folded. All of
 * these come after `firstUnspaced`.
 */
export function isUnspaced(word: string): boolean {
  return /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+$/u.test(
    word,
  )
}
export const firstUnspaced = '\u0E00'

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

/** A comma between words is no part of them. */
export const withoutComma = (word: string): string => word.replace(/(?<=.)[,;:]+$/, '')

/**
 * Without signs that stand by themselves between words ("&", "–", "€", "••••") or end one (","): they tell nothing apart. Of nothing but
 * signs all stay.
 */
export function tellingWords(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => /[^\p{P}\p{Sc}\p{Sm}]/u.test(word))
  return telling.length === 0 ? words : telling.map(withoutComma)
}
