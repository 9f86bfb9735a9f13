// Which addresses may be handed to the operating system: Stripe's own pages over https, by exact host, and a message to one plain
// address for the mail program. It must never pass on anything else: an opener of arbitrary addresses starts programs.

const hosts = new Set(['dashboard.stripe.com', 'docs.stripe.com', 'stripe.com', 'support.stripe.com'])
const longest = 2_000

/** The address in its normal form when it may be opened; undefined otherwise. */
export function allowedLink(url: string): string | undefined {
  return url.startsWith('mailto:') ? allowedMail(url) : allowedPage(url)
}

function allowedPage(url: string): string | undefined {
  // Characters that URL would silently drop or turn round are refused before it looks.
  if (url.length > longest || !/^https:\/\/[!-~]+$/.test(url) || url.includes('\\')) return undefined
  if (!URL.canParse(url)) return undefined
  const { protocol, host, username, password, href } = new URL(url)
  if (protocol !== 'https:' || username !== '' || password !== '' || url.includes('@')) return undefined
  // `host` carries the port, so any port but https's own makes it unknown.
  return hosts.has(host) ? href : undefined
}

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
/** Escaped, but for letters, digits and four signs that no opener takes for anything else. */
const escaped = '((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*)'
/** One address of letters, digits and few signs, which does not begin as an option does; then a subject and a body, and no other field. */
const mail = new RegExp(
  `^mailto:[A-Za-z0-9][A-Za-z0-9_+-]*(?:\\.[A-Za-z0-9_+-]+)*@(?:${label}\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])\\?subject=${escaped}&body=${escaped}$`,
)
const longestSubject = 200

function allowedMail(url: string): string | undefined {
  if (url.length > longest) return undefined
  const [, subject, body] = mail.exec(url)?.map(unescaped) ?? []
  if (subject === undefined || body === undefined) return undefined
  // A line break in a subject would begin another header, also if it were unescaped twice.
  if (subject.length > longestSubject || /\p{Cc}|%0[AD]/iu.test(subject)) return undefined
  return /\p{Cc}/u.test(body.replaceAll('\r\n', '')) ? undefined : url
}

/** Undefined where it is no text. */
function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Opens `url` in the operator's browser or mail program when it is one of Stripe's pages, or a message to one plain address.
 * @param open Electron's shell.openExternal
 * @returns whether it was handed on
 */
export async function openLink(url: string, open: (url: string) => Promise<void>): Promise<boolean> {
  const link = allowedLink(url)
  if (link === undefined) return false
  await open(link)
  return true
}
