// Whose account a signing secret is of, on a desk as it runs: deliveries over HTTP, Stripe asked by the desk's own key.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { entriesOf, openSome } from './desks.support.ts'

let bench: Bench
// Only what happened within the last month can be asked for: by the real clock, as the engine goes by it.
beforeAll(async () => (bench = await openBench({ nowSeconds: Math.floor(Date.now() / 1000) })))
afterAll(() => bench.close())

const secret = 'whsec_ofSomeAccount0123456789'

/** A desk of the first account, to which the webhooks of one of the accounts are delivered. */
async function aDesk(of: 'ours' | 'theirs', key = bench.simulator.accounts[0]!.keys.secretTest) {
  const clock = { aheadMs: 0 }
  const real = Date.now
  const spied = vi.spyOn(Date, 'now').mockImplementation(() => real() + clock.aheadMs)
  onTestFinished(() => spied.mockRestore())
  const some = await openSome(bench)
  const connected = await some.connect(key)
  if (!connected.ok) throw new Error(connected.error.message)
  const { id } = connected.value
  const desk = some.desks.find(id)!
  await desk.listener.addSecret(secret)
  await vi.waitFor(() => expect(some.webhooks.state(id)?.running).toBe(true))
  const accounts = bench.simulator.accounts
  const url = some.webhooks.state(id)!.urls[0]!
  /** Something happens in an account, and its webhook, signed with the same secret, comes to the desk. */
  async function pay(whose: typeof of = of): Promise<void> {
    const sender = accounts[whose === 'ours' ? 0 : 1]!
    bench.simulator.setWebhook(sender.id, 'test', { url, secret })
    const before = desk.listener.state().accepted
    await bench.post(
      '/v1/payment_intents',
      { amount: 5000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
      { key: sender.keys.secretTest },
    )
    await vi.waitFor(() => expect(desk.listener.state().accepted).toBeGreaterThan(before))
  }
  const state = () => desk.listener.state().secrets[0]!
  const notices = () =>
    some.desks
      .list()
      .find((one) => one.id === id)!
      .notices.join()
  return { ...some, id, desk, pay, state, notices, clock }
}

test('a secret of this account is proved by the first event that comes by it, and nothing is said', async () => {
  const { pay, state, notices } = await aDesk('ours')
  expect(state()).toMatchObject({ proof: 'unproved', whyNotAsked: null })
  await pay()
  await vi.waitFor(() => expect(state().proof).toBe('proved'))
  expect(notices()).not.toMatch(/another account/)
})

test('a secret of another account is noticed, its events are taken as ever, and it is taken back once Stripe knows one', async () => {
  const { pay, state, notices, clock, desk, desks, home, id } = await aDesk('theirs')
  await pay()
  await vi.waitFor(() => expect(desk.projector.state().waiting).toBe(0))
  expect(state().proof).toBe('unproved')
  // Ten seconds later.
  await new Promise((resolve) => void setTimeout(resolve, 300))
  clock.aheadMs += 10_000
  await pay()
  await vi.waitFor(() => expect(state().proof).toBe('unknown_to_stripe'))
  expect(notices()).toMatch(/probably another account’s/)
  expect(desk.listener.state().refused).toEqual([])
  await pay('ours')
  expect(state().proof).toBe('unknown_to_stripe')
  // Ten minutes later; nothing more can come then, because it would be signed in the listener's future.
  clock.aheadMs += 600_000
  desks.listenerChanged(id)
  await vi.waitFor(() => expect(state().proof).toBe('proved'))
  expect(notices()).not.toMatch(/another account/)
  await desks.closeAll()
  const judged = (await entriesOf(home, id)).filter(({ kind }) => kind === 'signing_secret_judged')
  expect(judged.map(({ text }) => text)).toEqual([
    expect.stringMatching(/probably another account’s/),
    expect.stringMatching(/after all/),
  ])
})

test('the notice goes with the secret that it is about', async () => {
  const { pay, state, notices, clock, desk } = await aDesk('theirs')
  await pay()
  await new Promise((resolve) => void setTimeout(resolve, 300))
  clock.aheadMs += 10_000
  await pay()
  await vi.waitFor(() => expect(notices()).toMatch(/probably another account’s/))
  expect((await desk.listener.removeSecret(state().id)).ok).toBe(true)
  expect(notices()).not.toMatch(/another account/)
})

test('a key that may not read events takes what comes, and says that Stripe could not be asked', async () => {
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
    'rak_accounts_kyc_basic_read',
    'rak_payment_intent_read',
    'rak_charge_read',
    'rak_customer_read',
  ])
  const { pay, state, notices } = await aDesk('ours', key)
  await pay()
  await vi.waitFor(() => expect(state().whyNotAsked).toMatch(/rak_event_read/))
  expect(state().proof).toBe('unproved')
  expect(notices()).not.toMatch(/another account/)
})

test('the self-test proves nothing and asks nothing', async () => {
  const { desk, state } = await aDesk('ours')
  expect((await desk.listener.selfTest()).passed).toBe(true)
  await new Promise((resolve) => void setTimeout(resolve, 400))
  expect(state()).toMatchObject({ proof: 'unproved', whyNotAsked: null })
})
