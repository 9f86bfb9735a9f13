// Checklist 15, do not use shell.openExternal with untrusted content: Stripe's pages by exact host, and nothing else.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { allowedLink, openLink } from '../../electron/shell/external-links.ts'

const good = [
  'https://dashboard.stripe.com/',
  'https://dashboard.stripe.com/test/payments/pi_123?tab=x#y',
  'https://docs.stripe.com/refunds',
  'https://stripe.com/',
  'https://support.stripe.com/',
]

const evil = [
  'http://dashboard.stripe.com/',
  'https://dashboard.stripe.com.evil.example/',
  'https://evil.example/dashboard.stripe.com',
  'https://evil.example/?https://dashboard.stripe.com/',
  'https://evildashboard.stripe.com/',
  'https://x.stripe.com/',
  'https://stripe.com.evil.example/',
  'https://stripe.com:8443/',
  'https://user@stripe.com/',
  'https://stripe.com@evil.example/',
  'https://stripe.com:pass@evil.example/',
  'https://evil.example\\@stripe.com/',
  'https:\\\\stripe.com/',
  'https:/stripe.com/',
  'https:stripe.com',
  ' https://stripe.com/',
  'https://stripe.com/\n',
  'https://str\tipe.com/',
  'https://stripe.com/ --gpu-launcher=calc',
  'https://stripe.com/\u0000',
  'https://ѕtripe.com/',
  'https://stripe。com/',
  'https://stripe.com./',
  'HTTPS://stripe.com.evil.example/',
  'file:///etc/passwd',
  'file://stripe.com/x',
  'javascript:alert(1)//https://stripe.com/',
  'data:text/html,x',
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x',
  'smb://stripe.com/share',
  '\\\\stripe.com\\share',
  'mailto:support@stripe.com',
  'bursar://payments/pi_123',
  'app://bursar/',
  `https://stripe.com/${'x'.repeat(2_000)}`,
  '',
  'stripe.com',
]

describe('openExternal', () => {
  it.each(good)('is given %s', async (url) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await openLink(url, open)).toBe(true)
    expect(open.mock.calls).toEqual([[url]])
  })

  it.each(evil)('is never given %j', async (url) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await openLink(url, open)).toBe(false)
    expect(open).not.toHaveBeenCalled()
  })

  it('is only ever given an address whose host is one of four, whatever is made of a good one', () => {
    const hosts = ['dashboard.stripe.com', 'docs.stripe.com', 'stripe.com', 'support.stripe.com']
    const spoiled = fc
      .tuple(fc.constantFrom(...good), fc.nat(60), fc.nat(3), fc.string({ maxLength: 6, unit: 'binary' }))
      .map(([url, at, cut, extra]) => url.slice(0, at) + extra + url.slice(at + cut))
    fc.assert(
      fc.property(spoiled, (url) => {
        const link = allowedLink(url)
        if (link === undefined) return
        const { protocol, host, username, password } = new URL(link)
        expect([protocol, hosts.includes(host), username, password]).toEqual(['https:', true, '', ''])
      }),
      { numRuns: 2_000 },
    )
  })
})
