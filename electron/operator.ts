// Who is at the machine: the name of the operating system's account. Not proof of a person, but what the system knows.
import { userInfo } from 'node:os'

/** Never empty: Stripe would take an empty metadata value for none. */
export function operatorName(): string {
  try {
    return tidyName(userInfo().username)
  } catch {
    // An account without an entry in the system's list of users, as in some containers.
    return tidyName(`uid ${process.getuid?.() ?? 'unknown'}`)
  }
}

/** Fits into Stripe's metadata (500 characters), and reads back from the database as it was written. */
function tidyName(name: string): string {
  const tidy = name
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, 100)
    .toWellFormed()
    .trim()
  return tidy === '' ? 'unknown' : tidy
}
