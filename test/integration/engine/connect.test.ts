// Connecting an account: every key that can't be used is refused in exact words and kept nowhere; every other opens its desk.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { takeHome } from '../../../electron/engine/accounts/home-lock.ts'
import type { LiveKeys } from '../../../electron/engine/accounts/judge-key.ts'
import { newListenerToken } from '../../../electron/engine/accounts/desk-record.ts'
import { openProfile } from '../../../electron/engine/accounts/profile.ts'
import { readSecrets } from '../../../electron/engine/accounts/secrets.ts'
import { operatorName } from '../../../electron/operator.ts'
import { chooseSecretStore } from '../../../electron/keychain/choose.ts'
import { SecretStoreError, type SecretStore } from '../../../electron/keychain/secret-store.ts'
import { takeVoucher } from '../../../electron/store/closed-well.ts'
import { openJournal } from '../../../electron/store/open.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome, anOrder, refundsOf, script, type ChaosAction } from './desk.ts'
import { bytesUnder, entriesOf, openSome, type DesksOptions } from './desks.support.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const keys = () => bench.simulator.accounts[0]!.keys

const open = (options?: DesksOptions) => openSome(bench, options)

describe('a key that can not be used', () => {
  test.each([
    ['a publishable key', 'pk_test_51Abcdefghij', 'key_publishable', /publishable key \(pk_…\)/],
    ['a webhook secret', 'whsec_51Abcdefghij', 'key_malformed', /webhook signing secret/],
    ['a masked key', 'sk_test_51A•••••••Zz', 'key_malformed', /hidden/],
    ['any text', 'hello there', 'key_malformed', /not a Stripe key/],
    ['a key that nobody made', 'sk_test_sim_nobody0123456789', 'key_revoked', /does not know this key/],
  ])('such as %s is refused in exact words, and nothing of it is kept', async (_, key, code, words) => {
    const { connect, desks, home } = await open()
    const answer = await connect(key)
    expect(answer).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(words) } })
    expect(JSON.stringify(answer)).not.toContain(key.slice(-8))
    expect(desks.list()).toEqual([])
    expect(bytesUnder(home)).not.toContain(key.slice(-8))
  })

  test('because it was rolled says so', async () => {
    const { connect, desks } = await open()
    expect(await connect(keys().revoked)).toMatchObject({
      error: {
        code: 'key_revoked',
        message: expect.stringMatching(/expired or was rolled/),
        stripe: { requestId: expect.any(String) },
      },
    })
    expect(desks.list()).toEqual([])
  })

  const reads = ['rak_payment_intent_read', 'rak_charge_read', 'rak_refund_read', 'rak_customer_read']
  // The permission to read charges includes their refunds.
  test.each(reads.filter((name) => name !== 'rak_refund_read'))(
    'because it lacks %s names that permission',
    async (missing) => {
      const granted = [
        ...reads.filter((name) => name !== missing),
        'rak_balance_read',
        'rak_accounts_kyc_basic_read',
      ]
      const key = bench.simulator.createRestrictedKey(bench.account, 'test', granted)
      expect(await (await open()).connect(key)).toMatchObject({
        error: { code: 'key_permission', message: expect.stringContaining(missing) },
      })
    },
  )

  test('because it lacks several permissions names them all at once', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_accounts_kyc_basic_read'])
    const answer = await (await open()).connect(key)
    for (const missing of reads) {
      expect(answer).toMatchObject({ error: { message: expect.stringContaining(missing) } })
    }
  })

  test('because nothing answers there says so', async () => {
    const answer = await (await open()).connect(keys().secretTest, 'http://127.0.0.1:9')
    expect(answer).toMatchObject({
      error: {
        code: 'stripe_unreachable',
        message: expect.stringMatching(
          /^Nothing answers at http:\/\/127\.0\.0\.1:9,.*Nothing was kept.*paste the key again/,
        ),
      },
    })
  })

  test.each(['https://127.0.0.1:12111', 'http://example.com:80', 'http://127.0.0.1:12111/v1', 'nonsense'])(
    'because it would go to %s is never sent',
    async (baseUrl) => {
      expect(await (await open()).connect(keys().secretTest, baseUrl)).toMatchObject({
        error: { code: 'bad_request', message: expect.stringContaining('on this machine') },
      })
    },
  )
})

describe('a live key', () => {
  const foreign = 'sk_live_51Abcdefghijklmnop'
  test.each<[string, LiveKeys, boolean, string, string | null, RegExp]>([
    ['where live keys are refused', 'refused', true, foreign, null, /stand-in for evaluation/],
    [
      'of the simulator where live keys are refused',
      'refused',
      true,
      'simulator',
      'simulator',
      /stand-in for evaluation/,
    ],
    ['that is not the simulator, in a stand-in', 'simulated', true, foreign, null, /stand-in for evaluation/],
    ['at a base URL', 'allowed', true, foreign, 'simulator', /only ever sent to Stripe itself/],
    ['without a keychain', 'allowed', false, foreign, null, /No keychain works/],
  ])('%s is refused before it is sent anywhere', async (_, liveKeys, available, key, baseUrl, words) => {
    const { connect, desks } = await open({ liveKeys, available })
    const answer = await connect(
      key === 'simulator' ? keys().secretLive : key,
      baseUrl === 'simulator' ? bench.simulator.baseUrl : baseUrl,
    )
    expect(answer).toMatchObject({
      error: { code: 'key_live_refused', message: expect.stringMatching(words) },
    })
    expect(desks.list()).toEqual([])
    expect(bench.simulator.ledger(bench.account, 'live').requests).toEqual([])
  })

  test('of the simulator opens a desk that is locked', async () => {
    const { connect, desks } = await open({ liveKeys: 'simulated' })
    const desk = await connect(keys().secretLive)
    expect(desk).toMatchObject({
      value: {
        mode: 'live',
        state: 'open',
        access: { orders: 'locked' },
        readOnlyReason: expect.stringContaining('read-only'),
      },
    })
    const order = anOrder({ id: 'pi_1', currency: 'usd' }, 100)
    expect(await desks.find(desk.ok ? desk.value.id : '')?.refunds.place(order)).toMatchObject({
      error: { code: 'locked' },
    })
  })
})

describe('a key that can be used', () => {
  test('opens its desk under the name of the account, and is in no file', async () => {
    const { connect, home, desks, told } = await open()
    const key = keys().secretTest
    const desk = await connect(`  ${key}\n`)
    expect(desk).toMatchObject({
      ok: true,
      value: {
        id: `${bench.account}-test-local`,
        accountId: bench.account,
        accountName: bench.simulator.accounts[0]!.name,
        mode: 'test',
        keyType: 'secret',
        state: 'open',
      },
    })
    expect(desk.ok && desk.value).not.toHaveProperty('readOnlyReason')
    expect(told.at(-1)).toMatchObject({ state: 'open' })
    await desks.find(`${bench.account}-test-local`)?.sync.refresh()
    await desks.closeAll()
    const bytes = bytesUnder(home)
    expect(bytes).toContain(bench.account)
    expect(bytes).not.toContain(key.slice(8))
    expect(bytes).not.toContain(Buffer.from(key).toString('base64').slice(4, 20))
  })

  test('but may not make refunds opens a desk that says so, and still says so after it was opened again', async () => {
    const { connect, desks } = await open()
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_payment_intent_read',
      'rak_charge_read',
      'rak_refund_read',
      'rak_customer_read',
      'rak_accounts_kyc_basic_read',
    ])
    const desk = await connect(key)
    const reason = expect.stringMatching(
      /can't make refunds: it lacks the permission Charges and Refunds: write/,
    )
    expect(desk).toMatchObject({ value: { keyType: 'restricted', readOnlyReason: reason } })
    expect(desks.list()[0]).toMatchObject({ readOnlyReason: reason })
  })

  test('connected again finds the journal as it was left', async () => {
    const { connect, desks } = await open()
    const deskId = `${bench.account}-test-local`
    await connect(keys().secretTest)
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 500, { deskId })
    await desks.find(deskId)?.refunds.place(request)
    await desks.find(deskId)?.refunds.sendNow(request.orderId)
    await connect(keys().restrictedTest)
    expect(desks.list()).toHaveLength(1)
    expect(desks.find(deskId)?.journal.find(request.orderId)).toMatchObject({ state: 'done' })
  })

  test('connected again in the middle of the hold withdraws what was held, and says so', async () => {
    const { connect, desks } = await open()
    const deskId = `${bench.account}-test-local`
    await connect(keys().secretTest)
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 500, { deskId })
    await desks.find(deskId)?.refunds.place(request)
    await connect(keys().secretTest)
    expect(desks.find(deskId)?.journal.find(request.orderId)).toMatchObject({
      state: 'withdrawn',
      // Not Bursar: it was there all the time.
      problem: { message: expect.stringMatching(/^The desk was closed before this was sent/) },
    })
  })

  test('that is revoked later leaves its desk open for reading, with the problem said', async () => {
    const { connect, desks, told } = await open()
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_payment_intent_read',
      'rak_charge_read',
      'rak_refund_write',
      'rak_customer_read',
      'rak_dispute_read',
      'rak_event_read',
      'rak_accounts_kyc_basic_read',
    ])
    const desk = await connect(key)
    const standing = desks.find(desk.ok ? desk.value.id : '')!
    await standing.sync.refresh()
    bench.simulator.revokeKey(key)
    expect(await standing.sync.refresh()).toMatchObject({
      phase: 'stalled',
      problem: { code: 'key_revoked' },
    })
    expect(told.at(-1)).toMatchObject({ state: 'open', problem: { code: 'key_revoked' } })
    expect(desks.list()[0]).toMatchObject({ state: 'open', problem: { code: 'key_revoked' } })
    expect(await connect(keys().secretTest)).toMatchObject({ ok: true })
    expect(desks.list()[0]).not.toHaveProperty('problem')
  })

  test('that comes to answer for another account closes its desk, and says which', async () => {
    const { desks, told } = await open()
    const [ours, theirs] = bench.simulator.accounts
    const account = {
      id: `${ours!.id}-test-local`,
      kind: 'account' as const,
      accountId: ours!.id,
      accountName: ours!.name,
      mode: 'test' as const,
      keyType: 'secret' as const,
      baseUrl: bench.simulator.baseUrl,
    }
    const opened = await desks.keepKey({
      account,
      stripeKey: theirs!.keys.secretTest,
      keychain: await chooseSecretStore({ forced: 'memory' }),
      isReplacement: false,
    })
    expect(opened).toMatchObject({ ok: true })
    await vi.waitFor(() =>
      expect(told.at(-1)).toMatchObject({ state: 'failed', problem: { code: 'account_mismatch' } }),
    )
    expect(told.at(-1)?.problem?.message).toContain(theirs!.id)
    expect(desks.find(account.id)).toBeUndefined()
  })

  test('and a keychain that then fails: nothing is kept, and that is said without the key', async () => {
    const key = keys().secretTest
    const { store: memory } = await chooseSecretStore({ forced: 'memory' })
    const store: SecretStore = {
      ...memory,
      set: () => Promise.reject(new SecretStoreError('keyring', 'it is locked')),
    }
    const { connect, desks } = await open({ store })
    const answer = await connect(key)
    expect(answer).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringContaining('it is locked') },
    })
    expect(JSON.stringify(answer)).not.toContain(key.slice(8))
    expect(desks.list()).toEqual([])
  })

  test('without a keychain opens the same journal for whoever pastes the same key again', async () => {
    const home = aHome()
    const first = await open({ home, available: false })
    const desk = await first.connect(keys().secretTest)
    expect(desk).toMatchObject({ value: { notices: [expect.stringContaining('for this run only')] } })
    const request = anOrder(await bench.pay(5000), 500)
    const id = desk.ok ? desk.value.id : ''
    await first.desks.find(id)?.refunds.place(request)
    await first.desks.find(id)?.refunds.sendNow(request.orderId)
    await first.desks.closeAll()

    const second = await open({ home, available: false })
    expect(await second.desks.open(id)).toMatchObject({ error: { code: 'desk_needs_key' } })
    expect(second.desks.list()[0]).toMatchObject({ state: 'needs_key' })
    await second.connect(keys().secretTest)
    expect(second.desks.find(id)?.journal.find(request.orderId)).toMatchObject({ state: 'done' })
  })

  test('whose files another key encrypted begins anew beside them, and says where they are', async () => {
    const home = aHome()
    const first = await open({ home, available: false })
    const connected = await first.connect(keys().secretTest)
    await first.desks.closeAll()
    // As the next run finds it.
    await (
      await chooseSecretStore({ forced: 'memory' })
    ).store.remove(`desk/${connected.ok ? connected.value.id : ''}`)
    const second = await open({ home, available: false })
    const desk = await second.connect(keys().restrictedTest)
    expect(desk).toMatchObject({
      value: { state: 'open', notices: expect.arrayContaining([expect.stringContaining('-locked-')]) },
    })
    expect(readdirSync(join(home, 'desks')).filter((name) => name.includes('-locked-'))).toHaveLength(1)
  })

  test('of a desk with an order of unknown outcome is not removed: the block would be forgotten', async () => {
    const { connect, desks } = await open({ available: false })
    const connected = await connect(keys().secretTest)
    const id = connected.ok ? connected.value.id : ''
    const { refunds } = desks.find(id)!
    const request = anOrder(await bench.pay(5000), 500)
    await refunds.place(request)
    script(bench, 'POST', '/v1/refunds', 'lose_response', ...Array<ChaosAction>(4).fill('refuse'))
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(refundsOf(bench, request.paymentIntentId)).toHaveLength(1))
    expect(await desks.remove(id)).toMatchObject({ error: { code: 'order_blocked' } })
    expect(desks.find(id)).toBeDefined()
    bench.simulator.chaos.script.length = 0
    await sending
    await refunds.reconcile(request.orderId)
    expect(await desks.remove(id)).toMatchObject({ ok: true })
  }, 60_000)

  test('of a desk that was removed leaves the journal on the disk with the key that opens it, and no Stripe key', async () => {
    const { connect, desks, home, profile } = await open()
    const desk = await connect(keys().secretTest)
    const id = desk.ok ? desk.value.id : ''
    expect(await desks.remove(id)).toMatchObject({ ok: true })
    expect(desks.list()).toEqual([])
    expect(profile.desks()).toEqual([])
    const [left] = readdirSync(join(home, 'desks'))
    expect(left).toMatch(/-removed-\d+$/)
    expect(readdirSync(join(home, 'desks', left!))).toContain('journal.db')
    const { store } = await chooseSecretStore({ forced: 'memory' })
    expect(await store.get(`desk/${id}`)).toBeNull()
    const kept = JSON.parse((await store.get(`removed/${left!}`)) ?? '{}') as { fileKey?: string }
    expect(Object.keys(kept)).toEqual(['fileKey'])
    const journal = openJournal(join(home, 'desks', left!), Buffer.from(kept.fileKey ?? '', 'hex'), {
      readonly: true,
    })
    expect(journal.ok).toBe(true)
    if (journal.ok) journal.database.close()
    expect(await desks.remove(id)).toMatchObject({ error: { code: 'not_found' } })
  })

  test('is removed all the same when something of it can’t be deleted, which is named', async () => {
    const { connect, desks, home } = await open()
    const desk = await connect(keys().secretTest)
    const id = desk.ok ? desk.value.id : ''
    // A folder, which is not expected there, is left alone.
    mkdirSync(join(home, 'desks', id, 'cache.db.opened'))
    const removed = await desks.remove(id)
    const [left] = readdirSync(join(home, 'desks'))
    expect(removed).toEqual({ ok: true, value: { left: [join(home, 'desks', left!, 'cache.db.opened')] } })
    expect(desks.list()).toEqual([])
  })
})

describe('the audit', () => {
  test('begins with the connecting, tells what is done to the desk, and holds no key and no signing secret', async () => {
    const { store } = await chooseSecretStore({ forced: 'memory' })
    const { connect, desks, home, kindsTold } = await open({ store })
    const connected = await connect(keys().secretTest)
    const id = connected.ok ? connected.value.id : ''
    const desk = desks.find(id)!
    const added = await desk.listener.addSecret('whsec_canaryOfTheSigning')
    await desk.listener.removeSecret(added.ok ? added.value.secrets[0]!.id : '')
    await desk.listener.addSecret('not a secret at all')
    desk.rebuild()
    await desk.cancelHistory()
    await vi.waitFor(() => expect(kindsTold).toContain('audit'))
    await connect(keys().restrictedTest)
    await desks.closeAll()
    const entries = await entriesOf(home, id, store)
    expect(entries.map(({ kind }) => kind)).toEqual([
      'desk_connected',
      'signing_secret_added',
      'signing_secret_removed',
      'tables_rebuilt',
      'history_canceled',
      'key_replaced',
    ])
    expect(JSON.parse(entries[0]!.detail)).toEqual({
      accountId: bench.account,
      mode: 'test',
      keyType: 'secret',
      begins: true,
      ordersBefore: 0,
    })
    expect(JSON.parse(entries[5]!.detail)).toMatchObject({ mode: 'test', keyType: 'restricted' })
    expect(new Set(entries.map(({ operator }) => operator))).toEqual(new Set([operatorName()]))
    const kept = JSON.stringify(entries)
    for (const secret of [keys().secretTest, keys().restrictedTest, 'whsec_canary', 'canaryOfTheSigning'])
      expect(kept).not.toContain(secret)
  })

  test('of a journal that had orders before it says so, and nothing else of them', async () => {
    const { store } = await chooseSecretStore({ forced: 'memory' })
    const home = aHome()
    const first = await open({ home, store })
    const connected = await first.connect(keys().secretTest)
    const id = connected.ok ? connected.value.id : ''
    const request = anOrder(await bench.pay(5000), 500)
    await first.desks.find(id)?.refunds.place(request)
    await first.desks.find(id)?.refunds.sendNow(request.orderId)
    await first.desks.closeAll()
    const secrets = await readSecrets(store, id)
    const journal = openJournal(join(home, 'desks', id), secrets!.fileKey)
    if (!journal.ok) throw new Error(journal.detail)
    // As the migration leaves a journal that is older than the audit, and its backups.
    journal.database.exec('DROP TRIGGER audit_is_never_cut; DELETE FROM audit')
    journal.database.close()
    rmSync(join(home, 'desks', id, 'backups'), { recursive: true, force: true })

    const second = await open({ home, store })
    await second.desks.open(id)
    await second.connect(keys().secretTest)
    await second.desks.closeAll()
    const [begin] = await entriesOf(home, id, store)
    expect(begin).toMatchObject({
      seq: 1,
      kind: 'desk_connected',
      text: expect.stringMatching(/ 1 earlier order is not in this chain/),
    })
  })
})

describe('the profile', () => {
  test.each([
    ['garbage'],
    ['{"version":"3","desks":[]}'],
    ['{"version":1,"desks":[{"id":"../../etc"}]}'],
    [''],
  ])('that holds %j is moved aside, never overwritten, and that is said', (content) => {
    const home = aHome()
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'profile.json'), content)
    const profile = openProfile(home)
    expect(profile.desks()).toEqual([])
    const aside = readdirSync(home).filter((name) => name.startsWith('profile-unreadable-'))
    expect(aside).toHaveLength(1)
    expect(readFileSync(join(home, aside[0]!), 'utf8')).toBe(content)
    expect(profile.notice).toContain(aside[0])
    expect(profile.notice).toContain('Each desk gets a new webhook address')
  })

  test('of a newer version is left as it is: nothing is known and nothing is kept', () => {
    const home = aHome()
    const path = join(home, 'profile.json')
    const content = '{"version":3,"desks":[{"id":"acct_1-test","something":"new"}]}'
    writeFileSync(path, content)
    const profile = openProfile(home)
    expect(profile.problem).toMatchObject({ code: 'store_newer', message: expect.stringContaining(path) })
    expect(profile.desks()).toEqual([])
    profile.keepListenerPort(4242)
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(readdirSync(home)).toEqual(['profile.json'])
  })

  test('of the first version is read whole: businesses, and what was known of the key', () => {
    const home = aHome()
    const desk = {
      id: 'acct_1-live',
      kind: 'account',
      accountId: 'acct_1',
      accountName: 'A',
      mode: 'live',
      keyType: 'restricted',
      secretsIn: 'keyring',
      listenerToken: newListenerToken(),
    } as const
    const test = { ...desk, id: 'acct_1-test', mode: 'test', noRefunds: 'Not with this key.' }
    writeFileSync(
      join(home, 'profile.json'),
      JSON.stringify({ version: 1, desks: [desk, test], listenerPort: 4242 }),
    )
    const profile = openProfile(home)
    expect(profile.problem).toBeNull()
    expect(profile.listenerPort()).toBe(4242)
    const { noRefunds: _, ...known } = test
    expect(profile.desks()).toEqual([{ ...known, capabilities: { make_refunds: 'no' } }, desk])
    expect(profile.businesses()).toEqual([{ id: 'acct_1', name: null, color: 'slate' }])
    profile.put({ ...desk, accountName: 'B' })
    expect(JSON.parse(readFileSync(join(home, 'profile.json'), 'utf8'))).toMatchObject({
      version: 2,
      listenerPort: 4242,
      desks: [{ id: 'acct_1-test' }, { id: 'acct_1-live', accountName: 'B' }],
    })
  })

  const testDesk = {
    id: 'acct_1-test',
    kind: 'account',
    accountId: 'acct_1',
    accountName: 'A',
    mode: 'test',
    keyType: 'secret',
    secretsIn: 'keyring',
    listenerToken: newListenerToken(),
  } as const

  test('keeps each desk once, over restarts, readable by nobody else', () => {
    const home = aHome()
    const profile = openProfile(home)
    profile.put(testDesk)
    profile.put({ ...testDesk, accountName: 'B' })
    expect(openProfile(home).desks()).toEqual([{ ...testDesk, accountName: 'B' }])
    expect(statSync(join(home, 'profile.json')).mode & 0o077).toBe(0)
    profile.remove(testDesk.id)
    expect(openProfile(home).desks()).toEqual([])
  })

  // Elsewhere than on Windows a shell can bound how large a file may become, which a full disk does in the same way.
  test.runIf(process.platform !== 'win32')('is never replaced by a part of itself', () => {
    const home = aHome()
    openProfile(home).put(testDesk)
    const module = new URL('../../../electron/engine/accounts/profile.ts', import.meta.url).href
    const script = `
      import { openProfile } from ${JSON.stringify(module)}
      const profile = openProfile(process.argv[1])
      const [desk] = profile.desks()
      try {
        profile.put({ ...desk, accountName: 'B'.repeat(10_000) })
        process.stdout.write('kept')
      } catch ({ code }) {
        process.stdout.write(code)
      }`
    const program = [process.execPath, '--input-type=module', '-e', script, home]
    const said = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 8; exec "$@"`, 'sh', ...program], {
      encoding: 'utf8',
    })
    expect(said.stdout).toBe('EFBIG')
    expect(openProfile(home)).toMatchObject({ notice: null })
    expect(openProfile(home).desks()).toEqual([testDesk])
  })
})

describe('the home', () => {
  test('belongs to one engine at a time, and is free when that one lets go', () => {
    const home = aHome()
    const first = takeHome(home)
    const second = takeHome(home)
    // The lock is asked for once, at the start.
    expect(second).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/Another Bursar .*Close it, then start this one again/) },
    })
    if (first.ok) first.release()
    const third = takeHome(home)
    expect(third.ok).toBe(true)
    if (third.ok) third.release()
  })

  test('whose lock was scrambled opens all the same, and is locked', () => {
    const home = aHome()
    writeFileSync(join(home, 'in-use.lock'), 'not a database '.repeat(100))
    const first = takeHome(home)
    expect(first.ok).toBe(true)
    expect(takeHome(home).ok).toBe(false)
    if (first.ok) first.release()
  })

  test('that can not be written is refused in words', () => {
    const home = join(aHome(), 'file')
    writeFileSync(home, '')
    expect(takeHome(home)).toMatchObject({
      ok: false,
      error: { code: 'store_unwritable', message: expect.stringContaining(home) },
    })
  })
})

test.each([undefined, 'by the reader', 'by the engine'] as const)(
  'a cache that was closed in order is vouched for, unless damage was met (%s)',
  async (damageMet) => {
    const { connect, desks, home } = await open(damageMet === undefined ? {} : { damageMet })
    const connected = await connect(keys().secretTest)
    if (!connected.ok) throw new Error(connected.error.message)
    await desks.closeAll()
    expect(takeVoucher(join(home, 'desks', connected.value.id))).toBe(damageMet === undefined)
  },
)
