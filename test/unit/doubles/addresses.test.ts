// Addresses between the app and Chromium: the app's scheme becomes an https origin and comes back the same; nothing else is touched.
import { describe, expect, it } from 'vitest'
import { addresses } from '../../doubles/electron/host/addresses.ts'

const bursar = addresses()
bursar.register(['app'])
const stand = 'https://bursar.app.app-scheme.invalid'

describe('the addresses of the Electron double', () => {
  it.each(['app://bursar/', 'app://bursar/index.html?a=1#/b', 'app://bursar', 'app://other/x'])(
    'brings %s there and back',
    (url) => {
      expect(bursar.toChromium(url)).toMatch(/^https:\/\/[a-z]+\.app\.app-scheme\.invalid/)
      expect(bursar.toApp(bursar.toChromium(url))).toBe(url)
    },
  )

  it.each([
    'https://dashboard.stripe.com/x',
    'file:///etc/passwd',
    'data:text/html,x',
    'about:blank',
    'custom://host/',
  ])('leaves %s alone', (url) => {
    expect(bursar.toChromium(url)).toBe(url)
    expect(bursar.toApp(url)).toBe(url)
  })

  it('keeps the meaning of a content security policy', () => {
    expect(
      bursar.headerToChromium(
        'content-security-policy',
        "default-src 'none'; script-src 'self' app://bursar; img-src app: data:; connect-src app:",
      ),
    ).toBe(
      `default-src 'none'; script-src 'self' ${stand}; img-src https://*.app.app-scheme.invalid data:; connect-src https://*.app.app-scheme.invalid`,
    )
  })

  it('translates where a redirect leads, and no header it does not know', () => {
    expect(bursar.headerToChromium('location', 'app://bursar/a')).toBe(`${stand}/a`)
    expect(bursar.headerToChromium('x-note', 'app://bursar/a')).toBe('app://bursar/a')
  })
})
