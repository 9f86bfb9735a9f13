// Opens the page of Stripe's that the demo's customer would open, as the simulator plays it on this machine. Where it is played is asked
// of the engine at that moment, never of the page that wants it opened: it must never open any other address of this machine's.

const hosted: Readonly<Record<string, RegExp>> = {
  'checkout.stripe.com': /^\/c\/pay\/cs_[A-Za-z0-9_]{1,300}$/,
  'invoice.stripe.com': /^\/i\/acct_[A-Za-z0-9]{1,100}\/[A-Za-z0-9_]{1,300}$/,
}
const longest = 2_000
const origin = /^http:\/\/127\.0\.0\.1:[1-9]\d{0,4}$/

/**
 * The simulator's address of one of Stripe's hosted pages; undefined where it is none.
 * @param url as Stripe gives it: of an invoice's page or a Checkout Session's
 * @param playedAt the simulator's origin, as the engine says
 */
export function playedPage(url: string, playedAt: string): string | undefined {
  if (url.length > longest || !origin.test(playedAt) || !/^https:\/\/[!-~]+$/.test(url)) return undefined
  if (url.includes('\\') || !URL.canParse(url)) return undefined
  const { host, username, password, pathname } = new URL(url)
  if (username !== '' || password !== '' || !Object.hasOwn(hosted, host)) return undefined
  // What comes after the path is Stripe's own affair.
  return hosted[host]?.test(pathname) === true ? `${playedAt}${pathname}` : undefined
}

export interface PlayPorts {
  /** Where the open demo desk's simulator answers; null where there is none. */
  playedAt: () => Promise<string | null>
  /** Electron's shell.openExternal. */
  open: (url: string) => Promise<void>
}

/** @returns whether it was opened. */
export async function playPage(url: string, { playedAt, open }: PlayPorts): Promise<boolean> {
  const at = await playedAt()
  const page = at === null ? undefined : playedPage(url, at)
  if (page === undefined) return false
  await open(page)
  return true
}
