// What the launcher says, and the one way it stops: a sentence that says what is wrong and one that mends it.

/** An expected failure, already in words for a person. */
export class Stop extends Error {}

/** @returns {never} */
export function fail(what, mend) {
  throw new Stop(`bursar: ${what} ${mend}`)
}

export function say(text) {
  process.stderr.write(`bursar: ${text}\n`)
}
