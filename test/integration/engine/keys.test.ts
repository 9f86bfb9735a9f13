// The keys of desks: rotated without a loss, refused without a trace of themselves, lost without harm; and strangers at the door.
import { createHmac, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeSecrets, readSecrets } from '../../../electron/engine/accounts/secrets.ts'
import type { SecretStore } from '../../../electron/keychain/secret-store.ts'
import { cacheFile, connect as connectFile } from '../../../electron/store/open-connection.ts'
import { openCache, openJournal } from '../../../electron/store/open.ts'
import { listBackups } from '../../../electron/store/backup.ts'
import { flipMiddle, placeOrder } from '../../unit/store/open.support.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome, anOrder, refundsOf, requestsTo } from './desk.ts'
import { bytesUnder, entriesOf, openSome, type DesksOptions } from './desks.support.ts'

/** A keychain that works, and outlives a run as a real one does. */
const keychain = vi.hoisted(() => {
  const items = new Map<string, string>()
  const store: SecretStore = {
    adapter: 'keyring',
    get: async (name) => items.get(name) ?? null,
    set: async (name, secret) => void items.set(name, secret),
    remove: async (name) => void items.delete(name),
  }
  return { items, store }
})
vi.mock(import('../../../electron/keychain/choose.ts'), async (original) => ({
  ...(await original()),
  secretStoreNamed: () => keychain.store,
}))

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  bench.simulator.adjustBalance(bench.account, 'test', 'usd', 100_000_000)
})
afterAll(() => bench.close())
beforeEach(() => keychain.items.clear())
afterEach(() => {
  bench.simulator.chaos.script.length = 0
  bench.simulator.chaos.latencyMs = null
})

const keys = () => bench.simulator.accounts[0]!.keys
const theirs = () => bench.simulator.accounts[1]!
const open = (options: DesksOptions = {}) => openSome(bench, { store: keychain.store, ...options })

const needed = [
  'rak_accounts_kyc_basic_read',
  'rak_payment_intent_read',
  'rak_charge_read',
  'rak_customer_read',
  'rak_event_read',
]
const withoutRefunds = () => bench.simulator.createRestrictedKey(bench.account, 'test', needed)

/** A desk that is connected, with a refund made on it and a signing secret. */
async function aDesk(key = keys().secretTest, options: DesksOptions = {}) {
  const some = await open(options)
  const connected = await some.connect(key)
  if (!connected.ok) throw new Error(connected.error.message)
  const id = connected.value.id
  const desk = () => some.desks.find(id)!
  await desk().listener.addSecret('whsec_ofTheDeskItself0123')
  const payment = await bench.pay(5000)
  const request = anOrder(payment, 500, { deskId: id })
  await desk().refunds.place(request)
  await desk().refunds.sendNow(request.orderId)
  await desk().sync.refresh()
  const listed = () => some.desks.list().find((one) => one.id === id)!
  return { ...some, id, desk, listed, payment, request }
}

async function isCached(home: string, deskId: string, paymentIntentId: string): Promise<boolean> {
  const cache = openCache(join(home, 'desks', deskId), (await readSecrets(keychain.store, deskId))!.fileKey)
  if (!cache.ok) throw new Error(cache.detail)
  const found = cache.database.prepare('SELECT 1 FROM payment_intents WHERE id = ?').get(paymentIntentId)
  cache.database.close()
  return found !== undefined
}

describe('another key', () => {
  test('of the same account and mode takes the place of the one before: nothing of the desk is lost, and the old key is gone', async () => {
    const { replace, id, desk, listed, request, payment, home, desks } = await aDesk()
    const before = desk()
    const { enteredAt } = (await readSecrets(keychain.store, id))!
    const replaced = await replace(id, `  ${keys().restrictedTest} `)
    expect(replaced).toMatchObject({ ok: true, value: { state: 'open', keyType: 'restricted' } })
    expect(desk()).not.toBe(before)
    expect(desk().journal.find(request.orderId)).toMatchObject({ state: 'done' })
    expect(desk().listener.state().secrets).toHaveLength(1)
    expect(listed().keyEnteredAt).toBeGreaterThanOrEqual(enteredAt!)
    expect([...keychain.items.values()].join()).not.toContain(keys().secretTest)
    expect([...keychain.items.values()].join()).toContain(keys().restrictedTest)
    // The new key is what the desk works with.
    expect(await desk().refunds.preflight(payment.id)).toMatchObject({ ok: true })
    await desks.closeAll()
    expect((await entriesOf(home, id, keychain.store)).at(-1)).toMatchObject({ kind: 'key_replaced' })
    expect(await isCached(home, id, payment.id)).toBe(true)
    expect(readdirSync(join(home, 'desks'))).toEqual([id])
  })

  test.each<[string, () => string, string, RegExp]>([
    ['nonsense', () => 'hello there', 'key_malformed', /not a Stripe key/],
    ['a publishable key', () => 'pk_test_51Abcdefghij', 'key_publishable', /publishable/],
    ['a live key', () => keys().secretLive, 'mode_mismatch', /live key, but this is the test desk/],
    ['a key of another account', () => theirs().keys.secretTest, 'account_mismatch', /sandbox/],
    ['a rolled key', () => keys().revoked, 'key_revoked', /expired or was rolled/],
    [
      'a key that can do too little',
      () => bench.simulator.createRestrictedKey(bench.account, 'test', needed.slice(0, 2)),
      'key_permission',
      /Charges and Refunds: read \(rak_charge_read\)/,
    ],
  ])(
    'that is %s is refused, explained and written down, and nothing is changed',
    async (_, key, code, words) => {
      const { replace, id, desk, listed, home, desks } = await aDesk()
      const [before, shown, kept] = [desk(), listed(), keychain.items.get(`desk/${id}`)]
      const offered = key()
      const answer = await replace(id, offered)
      expect(answer).toMatchObject({ error: { code, message: expect.stringMatching(words) } })
      expect(JSON.stringify(answer)).not.toContain(offered.slice(-8))
      expect(desk()).toBe(before)
      expect(listed()).toEqual(shown)
      expect(keychain.items.get(`desk/${id}`)).toBe(kept)
      expect(await desk().sync.refresh()).toMatchObject({ phase: 'current' })
      await desks.closeAll()
      const last = (await entriesOf(home, id, keychain.store)).at(-1)!
      expect(last).toMatchObject({ kind: 'key_refused', text: expect.stringContaining(code) })
      expect(bytesUnder(home)).not.toContain(offered.slice(-8))
    },
  )

  test('that is a test key is refused at a live desk, and no request is made with it', async () => {
    const { replace, connect, desks } = await open({ liveKeys: 'simulated' })
    const live = await connect(keys().secretLive)
    const id = live.ok ? live.value.id : ''
    const asked = requestsTo(bench, 'GET', '/v1/account')
    expect(await replace(id, keys().secretTest)).toMatchObject({ error: { code: 'mode_mismatch' } })
    expect(requestsTo(bench, 'GET', '/v1/account')).toBe(asked)
    expect(desks.list()).toMatchObject([
      { mode: 'live', keyWarning: expect.stringContaining('restricted key'), access: { orders: 'locked' } },
    ])
    expect(await replace(id, keys().restrictedLive)).toMatchObject({ ok: true })
    expect(desks.list()[0]).not.toHaveProperty('keyWarning')
  })

  test('that Stripe could not be asked about changes nothing, and is no refusal', async () => {
    const { replace, id, desk, home, desks } = await aDesk()
    const before = desk()
    bench.simulator.chaos.script.push({
      match: { pathStartsWith: '/v1/account' },
      action: 'refuse',
      times: 4,
    })
    expect(await replace(id, keys().restrictedTest)).toMatchObject({ error: { code: 'stripe_unreachable' } })
    expect(desk()).toBe(before)
    await desks.closeAll()
    const kinds = (await entriesOf(home, id, keychain.store)).map(({ kind }) => kind)
    expect(kinds).not.toContain('key_refused')
  }, 30_000)

  test('is written to the audit of a closed desk too, and to none for a desk that is not there', async () => {
    const home = aHome()
    const { replace, id, desks } = await aDesk(keys().secretTest, { home })
    await desks.closeAll()
    expect(await replace(id, theirs().keys.secretTest)).toMatchObject({ error: { code: 'account_mismatch' } })
    expect((await entriesOf(home, id, keychain.store)).at(-1)).toMatchObject({ kind: 'key_refused' })
    expect(await replace('acct_none-test', keys().secretTest)).toMatchObject({ error: { code: 'not_found' } })
  })

  test('that was in the keychain when Bursar was killed, before the profile heard of it, opens its desk and is written down', async () => {
    const home = aHome()
    const first = await aDesk(keys().secretTest, { home })
    await first.desks.closeAll()
    const kept = (await readSecrets(keychain.store, first.id))!
    await writeSecrets(keychain.store, first.id, {
      ...kept,
      stripeKey: keys().restrictedTest,
      enteredAt: kept.enteredAt! + 60_000,
    })
    const second = await open({ home })
    await second.desks.openKept()
    await expect
      .poll(() => second.desks.list()[0])
      .toMatchObject({
        state: 'open',
        keyType: 'restricted',
        keyEnteredAt: kept.enteredAt! + 60_000,
        capabilities: expect.arrayContaining([expect.objectContaining({ id: 'payments', can: 'yes' })]),
      })
    expect(second.desks.find(first.id)?.journal.find(first.request.orderId)).toMatchObject({ state: 'done' })
    await second.desks.closeAll()
    const third = await open({ home })
    await third.desks.openKept()
    await third.desks.closeAll()
    const replacements = (await entriesOf(home, first.id, keychain.store)).filter(
      ({ kind }) => kind === 'key_replaced',
    )
    expect(replacements).toHaveLength(1)
  })

  test('is written down at the next start where the files of the desk could not be opened with it at once', async () => {
    const home = aHome()
    const { replace, id, desks } = await aDesk(keys().secretTest, { home })
    await desks.closeAll()
    const { fileKey } = (await readSecrets(keychain.store, id))!
    const versionOfCache = (version?: number): number => {
      const cache = openCache(join(home, 'desks', id), fileKey)
      if (!cache.ok) throw new Error(cache.detail)
      const before = cache.database.pragma('user_version', { simple: true }) as number
      if (version !== undefined) cache.database.pragma(`user_version = ${version}`)
      cache.database.close()
      return before
    }
    const ours = versionOfCache(9999)
    expect(await replace(id, keys().restrictedTest)).toMatchObject({ error: { code: 'store_newer' } })
    const raw = connectFile(join(home, 'desks', id, 'cache.db'), fileKey, cacheFile.ciphers[0])
    raw.pragma(`user_version = ${ours}`)
    raw.close()
    const next = await open({ home })
    await next.desks.openKept()
    expect(next.desks.list()[0]).toMatchObject({ state: 'open', keyType: 'restricted' })
    await next.desks.closeAll()
    expect((await entriesOf(home, id, keychain.store)).map(({ kind }) => kind)).toContain('key_replaced')
  })
})

describe('a desk whose key is gone from the keychain', () => {
  async function aDeskWithoutKey() {
    const home = aHome()
    const first = await aDesk(keys().secretTest, { home })
    await first.desks.closeAll()
    keychain.items.clear()
    const some = await open({ home })
    await some.desks.openKept()
    return { ...some, id: first.id, home, stands: () => some.desks.list()[0]! }
  }

  test('says beforehand that its files can not be opened any more, and opens with a key that is entered', async () => {
    const { stands, replace, id, home } = await aDeskWithoutKey()
    expect(stands()).toMatchObject({
      state: 'needs_key',
      problem: { message: expect.stringMatching(/what opens its files.*moved aside.*new journal/) },
    })
    expect(await replace(id, keys().restrictedTest)).toMatchObject({
      ok: true,
      value: { id, state: 'open', keyType: 'restricted', notices: [expect.stringContaining('-locked-')] },
    })
    expect(readdirSync(join(home, 'desks')).filter((name) => name.includes('-locked-'))).toHaveLength(1)
  })

  test.each<[string, () => string, string]>([
    ['of another account', () => theirs().keys.secretTest, 'account_mismatch'],
    ['of the other mode', () => keys().secretLive, 'mode_mismatch'],
  ])('takes none %s, and stays as it is', async (_, key, code) => {
    const { stands, replace, id, home } = await aDeskWithoutKey()
    expect(await replace(id, key())).toMatchObject({ error: { code } })
    expect(stands()).toMatchObject({ state: 'needs_key' })
    expect(readdirSync(join(home, 'desks'))).toEqual([id])
    expect(keychain.items.size).toBe(0)
  })
})

describe('a live key that is kept', () => {
  const live = () => bench.simulator.ledger(bench.account, 'live').requests.length

  test('opens its desk where live keys are allowed, and where they are refused nothing is read or sent', async () => {
    const home = aHome()
    const first = await open({ home, liveKeys: 'simulated' })
    const connected = await first.connect(keys().secretLive)
    const id = connected.ok ? connected.value.id : ''
    await first.desks.closeAll()
    const asked = live()
    const read = vi.spyOn(keychain.store, 'get')
    const refusing = await open({ home, liveKeys: 'refused' })
    await refusing.desks.openKept()
    const refused = {
      code: 'key_live_refused',
      message: expect.stringMatching(/stand-in for evaluation.*installed app alone/),
    }
    expect(refusing.desks.list()).toMatchObject([{ state: 'failed', problem: refused }])
    expect(await refusing.desks.open(id)).toMatchObject({ error: refused })
    expect(read).not.toHaveBeenCalled()
    read.mockRestore()
    expect(live()).toBe(asked)
    await refusing.desks.closeAll()
    const allowing = await open({ home, liveKeys: 'simulated' })
    await allowing.desks.openKept()
    expect(allowing.desks.list()).toMatchObject([{ state: 'open' }])
  })

  test.each<[string, () => string, boolean, NonNullable<DesksOptions['liveKeys']>, string]>([
    [
      'that is not the simulator, in a stand-in',
      () => 'sk_live_51Abcdefghijklmnop',
      true,
      'simulated',
      'key_live_refused',
    ],
    [
      'that goes to Stripe itself, in a stand-in',
      () => keys().secretLive,
      false,
      'simulated',
      'key_live_refused',
    ],
    [
      'that is not the simulator, at a base URL',
      () => 'sk_live_51Abcdefghijklmnop',
      true,
      'allowed',
      'key_live_refused',
    ],
    ['of a live desk that is a test key', () => keys().secretTest, true, 'simulated', 'mode_mismatch'],
  ])('%s is refused', async (_, key, atBase, liveKeys, code) => {
    const home = aHome()
    const { connect, desks, profile } = await open({ home, liveKeys: 'simulated' })
    const connected = await connect(keys().secretLive)
    const id = connected.ok ? connected.value.id : ''
    await desks.closeAll()
    const kept = (await readSecrets(keychain.store, id))!
    await writeSecrets(keychain.store, id, { ...kept, stripeKey: key() })
    const { baseUrl, ...record } = profile.desks()[0]!
    profile.put({ ...record, ...(atBase && baseUrl !== undefined && { baseUrl }) })
    const again = await open({ home, liveKeys })
    await again.desks.openKept()
    expect(again.desks.list()).toMatchObject([{ state: 'failed', problem: { code } }])
  })

  test.each<[NonNullable<DesksOptions['liveKeys']>, string]>([
    ['refused', 'key_live_refused'],
    ['simulated', 'mode_mismatch'],
  ])('for a test desk is not taken for a test key where live keys are %s', async (liveKeys, code) => {
    const home = aHome()
    const { desks, id } = await aDesk(keys().secretTest, { home })
    await desks.closeAll()
    const kept = (await readSecrets(keychain.store, id))!
    await writeSecrets(keychain.store, id, { ...kept, stripeKey: keys().secretLive })
    const asked = live()
    const again = await open({ home, liveKeys })
    await again.desks.openKept()
    expect(again.desks.list()).toMatchObject([{ state: 'failed', problem: { code } }])
    expect(live()).toBe(asked)
  })
})

describe('a policy that does not let this machine manage its desk', () => {
  const mayNot = { code: 'policy_refused', message: expect.stringContaining('does not let this machine') }

  async function withoutManage(home: string): Promise<string> {
    const { desks, desk, id } = await aDesk(keys().secretTest, { home })
    const { access } = desk()
    const policy = access.standing().policy
    await access.setPassphrase(null, 'correct horse battery')
    const allowed = policy.allowed.filter((action) => action !== 'manage')
    const set = await access.setPolicy('correct horse battery', { ...policy, role: 'support', allowed })
    expect(set).toMatchObject({ ok: true })
    await desks.closeAll()
    return id
  }

  test('holds while the desk is being opened, at the very first call', async () => {
    const home = aHome()
    const id = await withoutManage(home)
    const { desks, replace, connect } = await open({ home })
    const opening = desks.openKept()
    expect(await desks.remove(id)).toMatchObject({ error: mayNot })
    await opening
    await desks.closeAll()
    const again = await open({ home })
    const reopening = again.desks.openKept()
    expect(await again.replace(id, keys().restrictedTest)).toMatchObject({ error: mayNot })
    await reopening
    expect(again.desks.list()).toMatchObject([{ state: 'open', keyType: 'secret' }])
    await again.desks.closeAll()
    // Closed, it holds as well.
    expect(await desks.remove(id)).toMatchObject({ error: mayNot })
    expect(await replace(id, keys().restrictedTest)).toMatchObject({ error: mayNot })
    expect(await connect(keys().restrictedTest)).toMatchObject({ error: mayNot })
    expect((await readSecrets(keychain.store, id))!.stripeKey).toBe(keys().secretTest)
    const denied = (await entriesOf(home, id, keychain.store)).filter(({ kind }) => kind === 'order_denied')
    expect(denied).toHaveLength(5)
    expect(readdirSync(join(home, 'desks'))).toEqual([id])
  })
})

describe('a key that lacks the permission to make refunds', () => {
  test('opens a desk that says so, refuses orders for that reason, and can be replaced', async () => {
    const { connect, replace, desks, home } = await open()
    const connected = await connect(withoutRefunds())
    const id = connected.ok ? connected.value.id : ''
    expect(desks.list()[0]).toMatchObject({
      readOnlyReason: expect.stringMatching(
        /can't make refunds: it lacks the permission Charges and Refunds: write/,
      ),
      access: { orders: 'refused' },
      capabilities: expect.arrayContaining([
        {
          id: 'make_refunds',
          what: 'Make and cancel refunds',
          permission: 'Charges and Refunds: write',
          optional: true,
          can: 'no',
        },
        expect.objectContaining({ id: 'payouts', can: 'no' }),
        expect.objectContaining({ id: 'payments', can: 'yes' }),
      ]),
    })
    const order = anOrder(await bench.pay(5000), 500, { deskId: id })
    expect(await desks.find(id)?.refunds.place(order)).toMatchObject({ error: { code: 'key_permission' } })
    // What it can do is left to Stripe to judge: a key may change customers and make no refunds.
    expect(desks.find(id)?.access.whyClosedFor('refund')).toMatchObject({ code: 'key_permission' })
    expect(desks.find(id)?.access.whyClosedFor('change')).toBeNull()
    await replace(id, keys().restrictedTest)
    expect(desks.list()[0]).toMatchObject({ access: { orders: 'open' } })
    expect(await desks.find(id)?.refunds.place(order)).toMatchObject({ ok: true })
    await desks.closeAll()
    expect((await entriesOf(home, id, keychain.store)).map(({ kind }) => kind)).toContain('order_denied')
  })

  test('is asked again when the operator wants it, and what is new is told', async () => {
    const { desks, profile, id, listed, told } = await aDesk()
    const record = profile.desks().find((one) => one.id === id)!
    profile.put({ ...record, capabilities: { make_refunds: 'no' } })
    expect(listed().access.orders).toBe('refused')
    expect(await desks.checkKey(id)).toMatchObject({ ok: true, value: { access: { orders: 'open' } } })
    expect(told.at(-1)).toMatchObject({ access: { orders: 'open' } })
    expect(listed().capabilities.every(({ can }) => can === 'yes')).toBe(true)
    expect(await desks.checkKey('acct_none-test')).toMatchObject({ error: { code: 'not_found' } })
  })
})

test('a key that may not read payment methods lists payments and makes refunds all the same, and asks for them once', async () => {
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', [...needed, 'rak_refund_write'])
  const asked = () =>
    bench.simulator
      .ledger(bench.account, 'test')
      .requests.filter(({ path, status }) => path === '/v1/payment_intents' && status === 403)
  const before = asked().length
  const { desk, listed, payment, request } = await aDesk(key)
  expect(listed().capabilities.find(({ id }) => id === 'methods')).toMatchObject({ can: 'no' })
  expect(desk().journal.find(request.orderId)).toMatchObject({ state: 'done' })
  const freshness = await desk().sync.refresh()
  expect(freshness.phase).toBe('current')
  expect(freshness.missing.map(({ what }) => what).join()).not.toMatch(/payments(?! of)|customers/)
  expect(refundsOf(bench, payment.id)).toHaveLength(1)
  expect(asked().length - before).toBeLessThanOrEqual(1)
})

describe('a key that is revoked at Stripe', () => {
  test('leaves everything readable, sends nothing that was held, refuses orders with the reason; another brings it back', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [...needed, 'rak_refund_write'])
    const { desk, listed, id, replace, payment } = await aDesk(key)
    const held = anOrder(await bench.pay(5000), 700, { deskId: id })
    expect(await desk().refunds.place(held)).toMatchObject({ ok: true })
    bench.simulator.revokeKey(key)
    expect(await desk().refunds.sendNow(held.orderId)).toMatchObject({
      value: { state: 'refused', problem: { code: 'key_revoked' } },
    })
    expect(refundsOf(bench, held.paymentIntentId)).toEqual([])
    // The order met it first, no reading yet.
    expect(listed()).toMatchObject({
      state: 'open',
      problem: { code: 'key_revoked' },
      access: { orders: 'refused' },
      readOnlyReason: expect.stringMatching(/read-only: what was read before is shown/),
    })
    expect(await desk().sync.refresh()).toMatchObject({ phase: 'stalled' })
    const order = anOrder(payment, 100, { deskId: id })
    expect(await desk().refunds.place(order)).toMatchObject({ error: { code: 'key_revoked' } })
    expect(desk().sync.freshness().loaded).toBeGreaterThan(0)
    expect(await replace(id, keys().restrictedTest)).toMatchObject({ ok: true })
    expect(listed()).not.toHaveProperty('problem')
    expect(listed()).not.toHaveProperty('readOnlyReason')
    expect(await desk().refunds.place(order)).toMatchObject({ ok: true })
  })
})

test('a known desk whose folder is gone begins anew with a notice that stays until it is put away, and with none where it is new', async () => {
  const home = aHome()
  const { desks, id, listed } = await aDesk(keys().secretTest, { home })
  expect(listed().notices).toEqual([])
  await desks.closeAll()
  rmSync(join(home, 'desks', id), { recursive: true })
  const again = await open({ home })
  await again.desks.openKept()
  expect(again.desks.list()).toMatchObject([
    {
      state: 'open',
      notices: [expect.stringMatching(/journal of this desk was gone from .*a new one was begun/)],
    },
  ])
  await again.desks.closeAll()
  const later = await open({ home })
  await later.desks.openKept()
  const { notices } = later.desks.list()[0]!
  expect(notices).toEqual([expect.stringMatching(/journal of this desk was gone/)])
  expect(later.desks.putAwayNotice(id, notices[0]!)).toMatchObject({ value: { notices: [] } })
  expect(later.told.at(-1)).toMatchObject({ id, notices: [] })
  await later.desks.closeAll()
  const last = await open({ home })
  await last.desks.openKept()
  expect(last.desks.list()).toMatchObject([{ state: 'open', notices: [] }])
})

/** Damages the journal of an open desk where it is not held in memory. */
async function damageJournal({
  desk,
  home,
  id,
}: Pick<Awaited<ReturnType<typeof aDesk>>, 'desk' | 'home' | 'id'>) {
  const folder = join(home, 'desks', id)
  // More than is held in memory, so that the file is really read.
  for (let count = 0; count < 400; count++)
    desk().audit.append({ kind: 'tables_rebuilt', subject: null, text: 'x'.repeat(20_000), detail: {} })
  const beside = openJournal(folder, (await readSecrets(keychain.store, id))!.fileKey)
  if (!beside.ok) throw new Error(beside.detail)
  beside.database.pragma('wal_checkpoint(TRUNCATE)')
  beside.database.close()
  flipMiddle(join(folder, 'journal.db'))
}

const malformed = Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' })

test('a desk of which a call met damage takes no order any more where that is in the journal, and says so in any case', async () => {
  const { desk, home, id, listed } = await aDesk()
  desk().threw(new Error('something else'))
  expect(listed().notices).toEqual([])
  // In the cache then.
  desk().threw(malformed)
  expect(listed()).toMatchObject({
    access: { orders: 'open' },
    notices: [expect.stringMatching(/^A file of this desk is damaged/)],
  })
  await damageJournal({ desk, home, id })
  desk().threw(malformed)
  expect(listed()).toMatchObject({
    access: { orders: 'refused' },
    readOnlyReason: expect.stringMatching(/journal of this desk is damaged/),
  })
  const order = anOrder(await bench.pay(5000), 100, { deskId: id })
  expect(await desk().refunds.place(order)).toMatchObject({ error: { code: 'store_corrupt' } })
}, 60_000)

test('a desk whose journal is found damaged while it is open takes no order any more, and says why', async () => {
  const { desk, home, id, listed } = await aDesk()
  await damageJournal({ desk, home, id })
  // A copy is made some seconds after a change.
  desk().record({ kind: 'tables_rebuilt', subject: null, text: 'Rebuilt.', detail: {} })
  await vi.waitFor(() => expect(listed().access.orders).toBe('refused'), { timeout: 15_000 })
  expect(listed()).toMatchObject({
    readOnlyReason: expect.stringMatching(/journal of this desk is damaged.*quit Bursar and start it again/),
    notices: [expect.stringContaining('Nothing is ordered or written here any more')],
  })
  const order = anOrder(await bench.pay(5000), 100, { deskId: id })
  const damaged = { error: { code: 'store_corrupt' } }
  expect(await desk().refunds.place(order)).toMatchObject(damaged)
  expect(
    desk().views.save({ deskId: id, view: { id: randomUUID(), name: 'Late', search: '' } }),
  ).toMatchObject(damaged)
}, 60_000)

describe('a desk whose opening goes wrong as nobody foresaw', () => {
  /** Closed, and with a journal that was tampered with. */
  async function aDeskWith(tamper: (journal: Database) => void) {
    const home = aHome()
    const { desks, id } = await aDesk(keys().secretTest, { home })
    await desks.closeAll()
    const folder = join(home, 'desks', id)
    const journal = openJournal(folder, (await readSecrets(keychain.store, id))!.fileKey)
    if (!journal.ok) throw new Error(journal.detail)
    tamper(journal.database)
    journal.database.close()
    return { id, folder, ...(await open({ home })) }
  }

  test('has failed and says so: it is not left as one that is being opened', async () => {
    const { desks, id, told } = await aDeskWith((journal) => {
      // A step of its schema that fails.
      journal.exec('DELETE FROM applied_migrations WHERE number > 12')
      journal.pragma('user_version = 12')
    })
    await expect(desks.open(id)).rejects.toThrow('duplicate column')
    const failed = { id, state: 'failed', problem: { message: expect.stringMatching(/stays closed/) } }
    expect(desks.list()).toMatchObject([failed])
    expect(told.at(-1)).toMatchObject(failed)
  })

  test('keeps what was written to its journal until then, and ends nothing later on', async () => {
    const { replace, id, folder } = await aDeskWith((journal) => {
      placeOrder(journal)
      journal.exec(
        `CREATE TRIGGER broken BEFORE UPDATE ON orders BEGIN SELECT RAISE(ABORT, 'broken by the test'); END`,
      )
    })
    const before = listBackups(folder).length
    await expect(replace(id, keys().restrictedTest)).rejects.toThrow(id)
    // A copy that is still to be made would be made of a closed file.
    expect(listBackups(folder)).toHaveLength(before + 1)
  })
})

describe('a desk that is removed', () => {
  test('says so at the end of its chain, which is kept; key, cache, inbox and signing secrets are gone', async () => {
    const { desks, home, id } = await aDesk()
    for (const name of [
      'cache-corrupt-2026-11-23.db',
      'inbox-corrupt-2026-11-23.db',
      'inbox-corrupt-2026-11-23.db-wal',
    ])
      writeFileSync(join(home, 'desks', id, name), 'customers')
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    const [folder] = readdirSync(join(home, 'desks'))
    const left = readdirSync(join(home, 'desks', folder!))
    expect(left).toContain('journal.db')
    expect(left.filter((name) => /^(cache|inbox)/.test(name))).toEqual([])
    expect([...keychain.items.keys()]).toEqual([`removed/${folder!}`])
    expect([...keychain.items.values()].join()).not.toMatch(/sk_test|whsec/)
    const { fileKey } = JSON.parse(keychain.items.get(`removed/${folder!}`)!) as { fileKey: string }
    const journal = openJournal(join(home, 'desks', folder!), Buffer.from(fileKey, 'hex'), { readonly: true })
    if (!journal.ok) throw new Error(journal.detail)
    const last = journal.database.prepare('SELECT kind FROM audit ORDER BY seq DESC LIMIT 1').pluck().get()
    journal.database.close()
    expect(last).toBe('desk_removed')
  })

  test('is gone with its key where a file of its cache can not be deleted, and says where that is', async () => {
    const { desks, home, id } = await aDesk()
    mkdirSync(join(home, 'desks', id, 'cache-that-stays'))
    const [answer, [folder]] = [await desks.remove(id), readdirSync(join(home, 'desks'))]
    expect(answer).toMatchObject({
      ok: true,
      value: { left: [expect.stringContaining(`${folder!}/cache-that-stays`)] },
    })
    expect(desks.list()).toEqual([])
    expect([...keychain.items.keys()]).toEqual([`removed/${folder!}`])
  })

  test('stays where that can not be written down, and where its key can not be deleted', async () => {
    const { desks, desk, told, id } = await aDesk()
    desk().journal.count()
    const append = vi.spyOn(desk().audit, 'append').mockImplementation(() => {
      throw new Error('database or disk is full')
    })
    expect(await desks.remove(id)).toMatchObject({ error: { code: 'store_unwritable' } })
    expect(desks.find(id)).toBeDefined()
    append.mockRestore()
    const remove = vi.spyOn(keychain.store, 'remove').mockRejectedValue(new Error('it is locked'))
    expect(await desks.remove(id)).toMatchObject({ error: { code: 'keychain_unavailable' } })
    // Whoever looks at it must not take it for open.
    const closed = { id, state: 'failed', problem: { message: expect.stringContaining('it is locked') } }
    expect(desks.list()).toMatchObject([closed])
    expect(told.at(-1)).toMatchObject(closed)
    remove.mockRestore()
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(desks.list()).toEqual([])
  })

  test('stays where its folder can not be moved, and that is not called a trouble of the keychain', async () => {
    const { desks, home, id, listed } = await aDesk()
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now())
    mkdirSync(join(home, 'desks', `${id}-removed-${Date.now()}`, 'in the way'), { recursive: true })
    expect(await desks.remove(id)).toMatchObject({
      error: {
        code: 'store_unwritable',
        message: expect.stringMatching(/folder could not be moved .*rename/),
      },
    })
    now.mockRestore()
    expect(listed()).toMatchObject({ state: 'failed', problem: { code: 'store_unwritable' } })
    expect(await desks.remove(id)).toMatchObject({ ok: true })
  })

  test.each(['get', 'remove'] as const)(
    'stays as it is where the keychain can not be asked to %s: journal, cache and the key of both',
    async (what) => {
      const home = aHome()
      const { desks, id, payment, request } = await aDesk(keys().secretTest, { home })
      const refusing = vi.spyOn(keychain.store, what).mockRejectedValue(new Error('it is locked'))
      expect(await desks.remove(id)).toMatchObject({
        error: { code: 'keychain_unavailable', message: expect.stringContaining('it is locked') },
      })
      refusing.mockRestore()
      expect(readdirSync(join(home, 'desks'))).toEqual([id])
      await desks.closeAll()
      const removals = (await entriesOf(home, id, keychain.store)).filter(
        ({ kind }) => kind === 'desk_removed',
      )
      // It is written before, and must not say what did not come about.
      expect(removals).toHaveLength(what === 'get' ? 0 : 1)
      expect(removals.filter(({ text }) => !/^The desk is being removed: .* deleted\./.test(text))).toEqual(
        [],
      )
      expect(await isCached(home, id, payment.id)).toBe(true)
      const again = await open({ home })
      await again.desks.openKept()
      expect(again.desks.list()).toMatchObject([{ state: 'open', notices: [] }])
      expect(again.desks.find(id)?.journal.find(request.orderId)).toMatchObject({ state: 'done' })
    },
  )

  test('takes back what it holds: nothing of it is sent while its files are let go of', async () => {
    const { desks, desk, id } = await aDesk(keys().secretTest, { letGo: () => sleep(300) })
    const order = anOrder(await bench.pay(5000), 700, { deskId: id })
    await desk().refunds.place(order)
    bench.simulator.chaos.latencyMs = [200, 200]
    // Its payment is read for the last time now.
    const sent = desk().refunds.sendNow(order.orderId)
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(await sent).toMatchObject({ value: { state: 'withdrawn', problem: { code: 'stopping' } } })
    expect(refundsOf(bench, order.paymentIntentId)).toEqual([])
  })

  test('sends nothing either that was still being looked at when it was ordered', async () => {
    const { desks, desk, id } = await aDesk(keys().secretTest, { letGo: () => sleep(600) })
    const { body: customer } = await bench.post('/v1/customers', { name: 'Ada' })
    const pages = requestsTo(bench, 'POST', '/v1/checkout/sessions')
    bench.simulator.chaos.latencyMs = [150, 150]
    const placed = desk().changes.place({
      deskId: id,
      orderId: randomUUID(),
      change: {
        kind: 'setup_session',
        customerId: String(customer['id']),
        currency: 'usd',
        successUrl: 'https://example.com/thanks',
      },
      subject: 'Ada',
      note: null,
      confirmation: null,
    })
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(await placed).toMatchObject({ value: { state: 'withdrawn', problem: { code: 'stopping' } } })
    expect(requestsTo(bench, 'POST', '/v1/checkout/sessions')).toBe(pages)
  })

  test('and was cut off when its key was gone keeps nothing of its cache either, once it is removed again', async () => {
    const { desks, home, id } = await aDesk()
    await desks.closeAll()
    keychain.items.clear()
    const aside = join(home, 'desks', `${id}-removed-1795000000000`)
    renameSync(join(home, 'desks', id), aside)
    const others = join(home, 'desks', `${id}-elsewhere`)
    mkdirSync(others)
    writeFileSync(join(others, 'cache.db'), 'of another desk')
    expect(readdirSync(aside)).toContain('cache.db')
    expect(await desks.remove(id)).toEqual({ ok: true, value: { left: [] } })
    expect(readdirSync(aside)).toContain('journal.db')
    expect(readdirSync(aside).filter((name) => /^(cache|inbox)/.test(name))).toEqual([])
    expect(readdirSync(others)).toEqual(['cache.db'])
  })

  test('and was cut off before its key was gone is back whole at the next start, and says so', async () => {
    const home = aHome()
    const { desks, id, payment, request } = await aDesk(keys().secretTest, { home })
    await desks.closeAll()
    const of = (name: string): string => join(home, 'desks', name)
    // What was kept of an earlier desk, with another key.
    mkdirSync(of(`${id}-removed-1795000000001`))
    renameSync(of(id), of(`${id}-removed-1795000000000`))
    const again = await open({ home })
    await again.desks.openKept()
    expect(again.desks.list()).toMatchObject([
      { state: 'open', notices: [expect.stringMatching(/removal of this desk was cut off/)] },
    ])
    expect(again.desks.find(id)?.journal.find(request.orderId)).toMatchObject({ state: 'done' })
    await again.desks.closeAll()
    expect(await isCached(home, id, payment.id)).toBe(true)
    expect(readdirSync(join(home, 'desks'))).toEqual([id, `${id}-removed-1795000000001`])
  })

  test('takes its journal up again when its account is connected once more, and a new passphrase', async () => {
    const { connect, desks, desk, home, id, request, payment } = await aDesk()
    await desk().access.setPassphrase(null, 'correct horse battery')
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(await connect(keys().restrictedTest)).toMatchObject({
      value: { state: 'open', notices: [expect.stringMatching(/journal that was kept .* taken up again/)] },
    })
    expect(desk().journal.find(request.orderId)).toMatchObject({ state: 'done', paymentIntentId: payment.id })
    expect(desk().access.standing().access.passphrase).toBe(false)
    expect([...keychain.items.keys()]).toEqual([`desk/${id}`])
    expect(readdirSync(join(home, 'desks'))).toEqual([id])
    await desks.closeAll()
    const kinds = (await entriesOf(home, id, keychain.store)).map(({ kind }) => kind)
    expect(kinds.slice(-2)).toEqual(['desk_removed', 'desk_connected'])
  })

  test('begins anew when its account is connected once more and the key of its journal is gone', async () => {
    const { connect, desks, desk, home, id } = await aDesk()
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    keychain.items.clear()
    expect(await connect(keys().secretTest)).toMatchObject({ value: { state: 'open', notices: [] } })
    expect(desk().journal.count()).toBe(0)
    expect(readdirSync(join(home, 'desks'))).toHaveLength(2)
  })

  test('stays while the outcome of an order is not known, open or closed', async () => {
    const home = aHome()
    const { desks, desk, id } = await aDesk(keys().secretTest, { home })
    const order = anOrder(await bench.pay(5000), 700, { deskId: id })
    await desk().refunds.place(order)
    desk().journal.move(order.orderId, ['held'], { state: 'sending' })
    desk().journal.move(order.orderId, ['sending'], { state: 'unknown' })
    expect(await desks.remove(id)).toMatchObject({ error: { code: 'order_blocked' } })
    await desks.closeAll()
    const closed = await open({ home })
    expect(await closed.desks.remove(id)).toMatchObject({ error: { code: 'order_blocked' } })
    expect(readdirSync(join(home, 'desks'))).toEqual([id])
    expect(keychain.items.has(`desk/${id}`)).toBe(true)
  })

  test('may be one whose key is gone from the keychain', async () => {
    const { desks, home, id } = await aDesk()
    await desks.closeAll()
    keychain.items.clear()
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(readdirSync(join(home, 'desks'))).toEqual([expect.stringContaining(`${id}-removed-`)])
  })

  test('takes its business along when it was the last of it', async () => {
    const { connect, desks, profile } = await open({ liveKeys: 'simulated' })
    await connect(keys().secretTest)
    await connect(keys().secretLive)
    expect(profile.businesses()).toHaveLength(1)
    await desks.remove(`${bench.account}-test-local`)
    expect(profile.businesses()).toHaveLength(1)
    await desks.remove(`${bench.account}-live-local`)
    expect(profile.businesses()).toEqual([])
  })
})

describe('businesses', () => {
  const keyLike = 'sk_live_0123456789abcdef'

  test('are named and coloured with all their desks, sorted, and written down in each open one', async () => {
    const home = aHome()
    const { connect, desks, told } = await open({ home, liveKeys: 'simulated' })
    await connect(keys().secretLive)
    await connect(theirs().keys.secretTest)
    await connect(keys().secretTest)
    const ours = `${bench.account}-local`
    expect(desks.list().map(({ businessId, mode }) => [businessId, mode])).toEqual([
      [ours, 'test'],
      [ours, 'live'],
      [`${theirs().id}-local`, 'test'],
    ])
    expect(new Set(desks.list().map(({ color }) => color)).size).toBe(2)
    told.length = 0
    const edited = await desks.editBusiness({ businessId: ours, name: 'The shop', color: 'violet' })
    expect(edited).toMatchObject({
      value: [
        { businessName: 'The shop', color: 'violet', accountName: bench.simulator.accounts[0]!.name },
        { businessName: 'The shop', color: 'violet' },
        { businessName: theirs().name },
      ],
    })
    expect(told.map(({ mode, businessName }) => [mode, businessName])).toEqual([
      ['test', 'The shop'],
      ['live', 'The shop'],
    ])
    const sorted = await desks.reorderBusinesses({ businessIds: [`${theirs().id}-local`] })
    expect(sorted.ok && sorted.value.map(({ businessId }) => businessId)).toEqual([
      `${theirs().id}-local`,
      ours,
      ours,
    ])
    expect(await desks.reorderBusinesses({ businessIds: [ours, 'acct_none'] })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await desks.editBusiness({ businessId: bench.account, name: 'x', color: 'teal' })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(desks.list()[0]).toMatchObject({ businessId: `${theirs().id}-local` })
    await desks.closeAll()
    for (const mode of ['test', 'live']) {
      const last = (await entriesOf(home, `${bench.account}-${mode}-local`, keychain.store)).at(-1)
      expect(last).toMatchObject({ kind: 'desk_edited', text: expect.stringContaining('"The shop"') })
      expect(JSON.parse(last!.detail)).toMatchObject({ after: { name: 'The shop', color: 'violet' } })
    }
    const other = await entriesOf(home, `${theirs().id}-test-local`, keychain.store)
    expect(other.map(({ kind }) => kind)).not.toContain('desk_edited')
  })

  test('whose colour alone was changed go on with the name that Stripe has', async () => {
    const { id, desks, profile, listed } = await aDesk()
    const { businessId, businessName } = listed()
    await desks.editBusiness({ businessId, name: businessName, color: 'pink' })
    expect(profile.businesses()).toEqual([{ id: businessId, name: null, color: 'pink' }])
    expect(desks.list().find((one) => one.id === id)).toMatchObject({ color: 'pink' })
  })

  test('that are saved as they are were not changed, which is what the audit says', async () => {
    const { id, desks, home, listed } = await aDesk()
    const { businessId, businessName: name, color } = listed()
    expect(await desks.editBusiness({ businessId, name, color })).toMatchObject({ value: [{ id, color }] })
    await desks.closeAll()
    const kinds = (await entriesOf(home, id, keychain.store)).map(({ kind }) => kind)
    expect(kinds).not.toContain('desk_edited')
  })

  test.each([keyLike, 'Acme 4242 4242 4242 4242', 'A'.repeat(61)])('are never called %s', async (name) => {
    const { desks, home, listed } = await aDesk()
    const { businessId, businessName } = listed()
    expect(await desks.editBusiness({ businessId, name, color: 'pink' })).toMatchObject({
      error: { code: 'bad_request' },
    })
    expect(listed().businessName).toBe(businessName)
    expect(bytesUnder(home)).not.toContain(name)
  })
})

describe('strangers', () => {
  test('such as an answer of the other mode are refused, written down and told', async () => {
    const { desk, id, listed, home, desks } = await aDesk()
    const payment = await bench.pay(5000)
    bench.simulator.chaos.script.push({
      match: { pathStartsWith: `/v1/payment_intents/${payment.id}` },
      action: 'other_mode',
      times: 2,
    })
    expect(await desk().refunds.preflight(payment.id)).toMatchObject({ error: { code: 'mode_mismatch' } })
    const order = anOrder(payment, 100, { deskId: id })
    expect(await desk().refunds.place(order)).toMatchObject({ error: { code: 'mode_mismatch' } })
    expect(listed().notices).toEqual([expect.stringMatching(/answer of the other mode than this test desk/)])
    await desks.closeAll()
    const strangers = (await entriesOf(home, id, keychain.store)).filter(
      ({ kind }) => kind === 'stranger_refused',
    )
    expect(strangers).toHaveLength(1)
    expect(JSON.parse(strangers[0]!.detail)).toMatchObject({
      what: 'answer_other_mode',
      place: expect.stringContaining('livemode'),
    })
    expect(await isCached(home, id, payment.id)).toBe(false)
  })

  test.each([
    ['mode', { livemode: true }, 'event_other_mode'],
    ['account', { livemode: false, account: 'acct_somebodyElse' }, 'event_other_account'],
  ])(
    'such as events of another %s are refused though well signed, written down once and told',
    async (_, more, what) => {
      const { desk, id, listed, home, desks, webhooks } = await aDesk()
      await vi.waitFor(() => expect(webhooks.state(id)?.running).toBe(true))
      const [url] = webhooks.state(id)!.urls
      for (let sent = 0; sent < 5; sent += 1) {
        const body = JSON.stringify({ id: `evt_${sent}`, object: 'event', type: 'charge.updated', ...more })
        const at = Math.floor(Date.now() / 1000)
        const digest = createHmac('sha256', 'whsec_ofTheDeskItself0123').update(`${at}.${body}`).digest('hex')
        const answer = await fetch(url!, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${digest}` },
        })
        expect(answer.status).toBe(403)
      }
      await vi.waitFor(() => expect(listed().notices).toHaveLength(1))
      expect(listed().notices[0]).toMatch(/an address of its own/)
      await vi.waitFor(() => expect(desk().listener.state().refused).toMatchObject([{ count: 5 }]))
      await desks.closeAll()
      const strangers = (await entriesOf(home, id, keychain.store)).filter(
        ({ kind }) => kind === 'stranger_refused',
      )
      expect(strangers).toHaveLength(1)
      expect(JSON.parse(strangers[0]!.detail)).toMatchObject({ what })
    },
  )

  test('such as a server that came to stand for another account close the desk, and are in its chain', async () => {
    const { desks, home, id } = await aDesk()
    await desks.closeAll()
    // The same address, the same key, another account: as when another local server was started there.
    const kept = (await readSecrets(keychain.store, id))!
    await writeSecrets(keychain.store, id, { ...kept, stripeKey: theirs().keys.secretTest })
    const again = await open({ home })
    await again.desks.open(id)
    await vi.waitFor(() =>
      expect(again.desks.list()[0]).toMatchObject({ state: 'failed', problem: { code: 'account_mismatch' } }),
    )
    await again.desks.closeAll()
    expect((await entriesOf(home, id, keychain.store)).at(-1)).toMatchObject({
      kind: 'stranger_refused',
      detail: expect.stringContaining('answer_other_account'),
    })
    rmSync(home, { recursive: true, force: true })
  })
})
