// Chromium knows no `app://`: each of the app's schemes gets a made-up https origin that no resolver answers. Both directions, and nothing else.

const suffix = '.app-scheme.invalid'

export interface Addresses {
  register(schemes: string[]): void
  /** `app://bursar/x` as Chromium may fetch it; other URLs unchanged. */
  toChromium(url: string): string
  /** What Chromium says, as the app may hear it. */
  toApp(url: string): string
  /** Headers that name origins or sources, such as a content security policy, made to mean the same in Chromium. */
  headerToChromium(name: string, value: string): string
}

export function addresses(): Addresses {
  const known = new Set<string>()

  const toChromium = (url: string): string => {
    const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
    if (scheme === undefined || host === undefined || !known.has(scheme.toLowerCase())) return url
    return `https://${host}.${scheme.toLowerCase()}${suffix}${rest ?? ''}`
  }

  const toApp = (url: string): string =>
    url.replaceAll(
      /https:\/\/([^/?#\s]+)\.([a-z0-9+.-]+)\.app-scheme\.invalid/g,
      (whole, host: string, scheme: string) => (known.has(scheme) ? `${scheme}://${host}` : whole),
    )

  const policies = new Set([
    'content-security-policy',
    'content-security-policy-report-only',
    'access-control-allow-origin',
  ])

  return {
    register: (schemes) => {
      for (const scheme of schemes) known.add(scheme.toLowerCase())
    },
    toChromium,
    toApp,
    headerToChromium: (name, value) => {
      if (name === 'location') return toChromium(value)
      if (!policies.has(name)) return value
      let translated = value
      for (const scheme of known)
        translated = translated
          .replaceAll(
            new RegExp(`\\b${scheme}://([^\\s;,/]+)`, 'gi'),
            (_whole, host: string) => `https://${host}.${scheme}${suffix}`,
          )
          .replaceAll(new RegExp(`(^|[\\s;])${scheme}:(?=[\\s;]|$)`, 'gi'), `$1https://*.${scheme}${suffix}`)
      return translated
    },
  }
}
