// Reads bursar:// links: which place in the page they mean. They come from other programs, so only an exact shape passes.
// A link may show something; it must never do something, nor bring a client secret into an address.

export const linkScheme = 'bursar'
const paymentLink = /^bursar:\/\/payments\/(pi_(?!\w*_secret_)[A-Za-z0-9_]{3,250})\/?$/

/** The place that `bursar://payments/pi_…` means, e.g. `/payments/pi_123`; undefined for anything else. */
export function placeOfLink(link: string): string | undefined {
  const id = paymentLink.exec(link)?.[1]
  return id === undefined ? undefined : `/payments/${id}`
}

/** The place meant by the first good link among a second start's arguments. */
export function placeInArguments(argv: readonly string[]): string | undefined {
  for (const argument of argv) {
    const place = placeOfLink(argument)
    if (place !== undefined) return place
  }
  return undefined
}
