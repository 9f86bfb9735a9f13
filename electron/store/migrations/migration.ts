// The shape of a migration. Once released, a migration is never edited: a mistake is mended by the next number. It shares nothing with
// live code, which goes on to change.

export type Migration = {
  /** 1, 2, 3, … without gaps; `PRAGMA user_version` is the number of the last one applied. */
  readonly number: number
  readonly name: string
  /** SQL, run whole in one transaction. It must not hold PRAGMA, BEGIN, COMMIT or VACUUM. */
  readonly up: string
}
