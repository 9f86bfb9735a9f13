// Which desk was last on screen, kept over restarts, so that a link without a desk finds one. An id of ours, nothing secret.

const name = 'bursar.last-desk'

/** Null where none was shown yet, or the page has no storage. */
export function lastDesk(): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function rememberDesk(deskId: string): void {
  try {
    localStorage.setItem(name, deskId)
  } catch {
    // Then a link goes to the desk that is open.
  }
}
