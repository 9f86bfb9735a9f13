// Checklist 15, do not use shell.openExternal with untrusted content: Stripe's pages by exact host, a message to one plain address,
// and nothing else.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { allowedLink, openLink } from '../../electron/shell/external-links.ts'
import { mailLink, whyNoMail } from '../../src/domain/mail-link.ts'

const good = [
  'https://dashboard.stripe.com/',
  'https://dashboard.stripe.com/test/payments/pi_123?tab=x#y',
  'https://docs.stripe.com/refunds',
  'https://stripe.com/',
  'https://support.stripe.com/',
]

const goodMail = [
  'mailto:ada@example.com?subject=Your%20refund&body=Hello%2C%0D%0Ait%20is%20done.',
  'mailto:ada.lovelace+shop_1@mail.example-shop.co.uk?subject=x&body=',
  'mailto:ada@xn--mller-kva.xn--p1ai?subject=%C3%9Cberweisung&body=%E2%82%AC',
]
const evilMail = [
  'mailto:',
  'mailto:ada@example.com',
  'mailto:?subject=x&body=y',
  'MAILTO:ada@example.com?subject=x&body=y',
  ' mailto:ada@example.com?subject=x&body=y',
  'mailto://ada@example.com?subject=x&body=y',
  'mailto:ada@example.com?body=y&subject=x',
  'mailto:ada@example.com?subject=x',
  'mailto:ada@example.com?subject=x&body=y&cc=eve@evil.example',
  'mailto:ada@example.com?subject=x&body=y&bcc=eve@evil.example',
  'mailto:ada@example.com?bcc=eve%40evil.example&subject=x&body=y',
  'mailto:ada@example.com?subject=x&subject=z&body=y',
  'mailto:ada@example.com?subject=x&body=y&attach=/etc/passwd',
  'mailto:ada@example.com?subject=x&attachment=file:///etc/passwd&body=y',
  'mailto:ada@example.com?subject=x&body=y#z',
  'mailto:ada@example.com,eve@evil.example?subject=x&body=y',
  'mailto:ada@example.com;eve@evil.example?subject=x&body=y',
  'mailto:ada@example.com%2Ceve@evil.example?subject=x&body=y',
  'mailto:ada@example.com%0D%0ABcc:eve@evil.example?subject=x&body=y',
  'mailto:ada%40example.com?subject=x&body=y',
  'mailto:Ada<ada@example.com>?subject=x&body=y',
  'mailto:"ada lovelace"@example.com?subject=x&body=y',
  "mailto:o'brien@example.com?subject=x&body=y",
  'mailto:--attach=/etc/passwd@example.com?subject=x&body=y',
  'mailto:-ada@example.com?subject=x&body=y',
  'mailto:$(calc)@example.com?subject=x&body=y',
  'mailto:`calc`@example.com?subject=x&body=y',
  'mailto:ada..b@example.com?subject=x&body=y',
  'mailto:ada.@example.com?subject=x&body=y',
  'mailto:ada@localhost?subject=x&body=y',
  'mailto:ada@[127.0.0.1]?subject=x&body=y',
  'mailto:ada@127.0.0.1?subject=x&body=y',
  'mailto:ada@-evil.example?subject=x&body=y',
  'mailto:ada@example.com/..?subject=x&body=y',
  'mailto:äda@example.com?subject=x&body=y',
  'mailto:ada@exаmple.com?subject=x&body=y',
  'mailto:ada@example.com?subject=x%0D%0ABcc%3Aeve%40evil.example&body=y',
  'mailto:ada@example.com?subject=x%0ABcc%3Aeve%40evil.example&body=y',
  'mailto:ada@example.com?subject=x%250D%250ABcc%3Aeve%40evil.example&body=y',
  'mailto:ada@example.com?subject=x%250aBcc&body=y',
  'mailto:ada@example.com?subject=x%00&body=y',
  'mailto:ada@example.com?subject=x&body=y%00',
  'mailto:ada@example.com?subject=x&body=y%0Az',
  'mailto:ada@example.com?subject=x&body=y%1B[2J',
  'mailto:ada@example.com?subject=x&body=y z',
  'mailto:ada@example.com?subject=x&body="y"',
  'mailto:ada@example.com?subject=x&body=%FF',
  'mailto:ada@example.com?subject=x&body=%C3%',
  'mailto:ada@example.com?subject=x&body=y\n',
  'mailto:ada@example.com?subject=x&body=y\r\n\r\nmailto:eve@evil.example',
  `mailto:ada@example.com?subject=${'x'.repeat(201)}&body=y`,
  `mailto:ada@example.com?subject=x&body=${'y'.repeat(2_000)}`,
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
  'bursar://payments/pi_123',
  'app://bursar/',
  `https://stripe.com/${'x'.repeat(2_000)}`,
  '',
  'stripe.com',
]

describe('openExternal', () => {
  it.each([...good, ...goodMail])('is given %s', async (url) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await openLink(url, open)).toBe(true)
    expect(open.mock.calls).toEqual([[url]])
  })

  it.each([...evil, ...evilMail])('is never given %j', async (url) => {
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

  it('is only ever given a message to one plain address with a subject and a body, whatever is made of a good one', () => {
    const harm = fc.oneof(
      fc.string({ maxLength: 6, unit: 'binary' }),
      fc.constantFrom('&', '?', ',', '%2C', '%0D%0A', 'cc=a@b.co', '&bcc=', '&attach=', '@', '#', ' ', '-'),
    )
    const spoiled = fc
      .tuple(fc.constantFrom(...goodMail), fc.nat(90), fc.nat(3), harm)
      .map(([url, at, cut, extra]) => url.slice(0, at) + extra + url.slice(at + cut))
    fc.assert(
      fc.property(spoiled, (url) => {
        const link = allowedLink(url)
        if (link === undefined) return
        expect(link).toBe(url)
        const { protocol, pathname, search, hash, searchParams } = new URL(link)
        expect([protocol, hash]).toEqual(['mailto:', ''])
        expect(pathname).toMatch(/^[a-z0-9][\w.+-]*@[a-z0-9.-]+\.[a-z0-9-]+$/i)
        expect(search.split('&')).toHaveLength(2)
        expect([...searchParams.keys()]).toEqual(['subject', 'body'])
        expect(searchParams.get('subject')).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is given every message that the face makes of an address that it takes, and no longer one', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9_+-]{0,12}$/)
    const to = fc.tuple(word, fc.domain()).map(([name, domain]) => `${name}@${domain}`)
    const text = fc.string({ maxLength: 300, unit: fc.oneof(fc.constant('\n'), fc.constant('\r'), fc.constant("'"), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })) }) // prettier-ignore
    fc.assert(
      fc.property(to, text, text, (address, subject, body) => {
        const mail = { to: address, subject, body }
        if (whyNoMail(mail) !== null) return
        expect(allowedLink(mailLink(mail))).toBe(mailLink(mail))
      }),
      { numRuns: 1_000 },
    )
    expect(whyNoMail({ to: 'ada@example.com', subject: 'x', body: 'y'.repeat(1_940) })).toBeNull()
    expect(whyNoMail({ to: 'ada@example.com', subject: 'x', body: 'y'.repeat(2_000) })).toMatch(/too long/)
    expect(whyNoMail({ to: 'ada@example.com, eve@evil.example', subject: 'x', body: '' })).toMatch(
      /One plain/,
    )
  })
})
