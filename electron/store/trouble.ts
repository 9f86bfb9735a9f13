// Tells a trouble of the database from a fault of what is being written. It must never take the one for the other: a fault is put aside, a
// trouble stops everything until it is over.

/** A full disk or a damaged file stops everything; a broken constraint is about this one row. */
export function isTroubleOfTheDatabase(thrown: unknown): boolean {
  const { code } = (thrown ?? {}) as { code?: unknown }
  return (
    typeof code === 'string' &&
    code.startsWith('SQLITE_') &&
    !/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code)
  )
}
