// Countries as people name them. Pure.

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** "Germany" for "DE"; the code itself where there is no such country. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code
}
