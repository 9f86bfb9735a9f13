// Checklist 15, do not use shell.openExternal with untrusted content: what the demo's pages are opened by reaches the simulator's own
// pages on its own port, and nothing else of this machine.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { playPage, playedPage } from '../../electron/shell/demo-pages.ts'

const at = 'http://127.0.0.1:40123'
const good: [url: string, played: string][] = [
  ['https://invoice.stripe.com/i/acct_1Qx/test_YWNjdF8x?s=ap', `${at}/i/acct_1Qx/test_YWNjdF8x`],
  ['https://checkout.stripe.com/c/pay/cs_test_a1B2#fidkdWxOYHwn', `${at}/c/pay/cs_test_a1B2`],
]
const evil = [
  // Where it is played is nobody's to say.
  `${at}/i/acct_1Qx/test_1`,
  'http://127.0.0.1:9229/json',
  'http://localhost:40123/c/pay/cs_test_1',
  'http://[::1]:40123/c/pay/cs_test_1',
  'https://127.0.0.1:40123/c/pay/cs_test_1',
  'http://invoice.stripe.com/i/acct_1Qx/test_1',
  'https://invoice.stripe.com:8443/i/acct_1Qx/test_1',
  'https://invoice.stripe.com.evil.example/i/acct_1Qx/test_1',
  'https://evil.example/i/acct_1Qx/test_1',
  'https://127.0.0.1@invoice.stripe.com/i/acct_1Qx/test_1',
  'https://invoice.stripe.com@127.0.0.1:9229/i/acct_1Qx/test_1',
  'https://invoice.stripe.com\\@127.0.0.1/i/acct_1Qx/test_1',
  // The simulator's own ways to be driven, and its API.
  'https://checkout.stripe.com/v1/refunds',
  'https://checkout.stripe.com/_simulator/clock',
  'https://checkout.stripe.com/c/pay/../../_simulator/clock',
  'https://checkout.stripe.com/c/pay/cs_test_1/../../../v1/charges',
  'https://checkout.stripe.com/c/pay/%2e%2e/%2e%2e/v1/charges',
  'https://checkout.stripe.com/c/pay/cs_test_1%2f..%2fv1',
  'https://checkout.stripe.com//evil.example/c/pay/cs_test_1',
  'https://checkout.stripe.com/c/pay/@evil.example',
  'https://checkout.stripe.com/i/acct_1Qx/test_1',
  'https://invoice.stripe.com/c/pay/cs_test_1',
  'https://invoice.stripe.com/i/acct_1Qx/',
  'https://dashboard.stripe.com/',
  'https://hasOwnProperty/c/pay/cs_test_1',
  'https://__proto__/c/pay/cs_test_1',
  'file:///i/acct_1Qx/test_1',
  'javascript:alert(1)',
  'ms-msdt:/id x',
  ' https://checkout.stripe.com/c/pay/cs_test_1',
  'https://checkout.stripe.com/c/pay/cs_test_1\n',
  'https://checkout.stripe.com/c/pay/cs_test_1 --gpu-launcher=calc',
  `https://checkout.stripe.com/c/pay/cs_${'x'.repeat(400)}`,
  '',
]

describe('a page of the demo', () => {
  it.each(good)('is opened where it is played: %s', async (url, played) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await playPage(url, { playedAt: async () => at, open })).toBe(true)
    expect(open.mock.calls).toEqual([[played]])
  })

  it.each(evil)('is never made of %j', async (url) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await playPage(url, { playedAt: async () => at, open })).toBe(false)
    expect(open).not.toHaveBeenCalled()
  })

  it.each([
    null,
    '',
    'http://127.0.0.1',
    'http://127.0.0.1:0',
    'http://127.0.0.1:40123/',
    'http://127.0.0.1:40123@evil.example',
    'http://127.0.0.1:401234',
    'http://127.0.0.2:40123',
    'https://127.0.0.1:40123',
    'http://evil.example:40123',
    'file://',
  ])('is not opened where the simulator would be at %j', async (where) => {
    const open = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve())
    expect(await playPage(good[0]![0], { playedAt: async () => where, open })).toBe(false)
    expect(open).not.toHaveBeenCalled()
  })

  it('is only ever one of its two kinds of path on that port, whatever is made of a good one', () => {
    const harm = fc.oneof(
      fc.string({ maxLength: 6, unit: 'binary' }),
      fc.constantFrom('../', '/..', '%2e', '%2f', '//', '\\', '@', ':9229', '#', '?', '/v1/', ' '),
    )
    const spoiled = fc
      .tuple(fc.constantFrom(...good.map(([url]) => url)), fc.nat(60), fc.nat(3), harm)
      .map(([url, place, cut, extra]) => url.slice(0, place) + extra + url.slice(place + cut))
    fc.assert(
      fc.property(spoiled, (url) => {
        const page = playedPage(url, at)
        if (page === undefined) return
        const { origin, pathname, href } = new URL(page)
        expect([origin, href]).toEqual([at, page])
        expect(pathname).toMatch(/^\/(i\/acct_[A-Za-z0-9]+\/\w+|c\/pay\/cs_\w+)$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
