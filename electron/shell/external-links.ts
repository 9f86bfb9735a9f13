// Which addresses may be handed to the operator's browser: Stripe's own pages over https, by exact host.
// It must never pass on anything else: an opener of arbitrary addresses starts programs.

const hosts = new Set(['dashboard.stripe.com', 'docs.stripe.com', 'stripe.com', 'support.stripe.com'])
const longest = 2_000

/** The address in its normal form when it may be opened; undefined otherwise. */
export function allowedLink(url: string): string | undefined {
  // Characters that URL would silently drop or turn round are refused before it looks.
  if (url.length > longest || !/^https:\/\/[!-~]+$/.test(url) || url.includes('\\')) return undefined
  if (!URL.canParse(url)) return undefined
  const { protocol, host, username, password, href } = new URL(url)
  if (protocol !== 'https:' || username !== '' || password !== '' || url.includes('@')) return undefined
  // `host` carries the port, so any port but https's own makes it unknown.
  return hosts.has(host) ? href : undefined
}

/**
 * Opens `url` in the operator's browser when it is one of Stripe's pages.
 * @param open Electron's shell.openExternal
 * @returns whether it was handed on
 */
export async function openLink(url: string, open: (url: string) => Promise<void>): Promise<boolean> {
  const link = allowedLink(url)
  if (link === undefined) return false
  await open(link)
  return true
}
