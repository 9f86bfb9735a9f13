// A canary key and a canary signing secret go through a whole run with refunds, webhooks and errors; afterwards they must be found nowhere but where they were pasted.
import type { Database } from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileKeyFromStripeKey } from '../../../electron/engine/accounts/secrets.ts'
import { unpackBody } from '../../../electron/store/body.ts'
import { eventBodies, type PackedBody } from '../../../electron/store/events/bodies.ts'
import { openCache, openJournal } from '../../../electron/store/open.ts'
import { expect, test } from '../fixture.ts'
import {
  closeDialog,
  connect,
  deliverTo,
  fillConnectForm,
  inspector,
  listenerScreen,
  openNewPayment,
  orderRefund,
  refresh,
  refund,
  refundsScreen,
  sendNow,
  untilCurrent,
} from '../support/operator.ts'
import { descendants, filesHolding, holds, shapesOf } from '../support/secrets.ts'

// No other specs take as long as these two: they run beside each other, and the name of their folder has them start with the first,
// or a worker would be busy with them long after the others are done.
test.describe.configure({ mode: 'parallel' })

test('the search for a secret finds one in every disguise', () => {
  const secret = ['sk', 'test', 'canary1234567890'].join('_')
  const shapes = shapesOf(secret)
  for (const disguise of [
    Buffer.from(`a ${secret} b`),
    Buffer.from(`xy${secret}zzz`).toString('base64'),
    Buffer.from(`abc${secret}`).toString('hex'),
  ])
    expect(holds(Buffer.from(disguise), shapes)).toBe(true)
  expect(holds(Buffer.from('sk_test_another'), shapes)).toBe(false)
})

for (const type of ['secretTest', 'restrictedTest'] as const) {
  test(`a ${type === 'secretTest' ? 'secret' : 'restricted'} key is found nowhere after a whole run with errors`, async ({
    launch,
    serveStripe,
    profile,
  }) => {
    test.setTimeout(150_000)
    const stripe = await serveStripe()
    const canary = stripe.keys[type]
    const signing = `whsec_${randomBytes(24).toString('hex')}`
    const shapes = [canary, signing].flatMap(shapesOf)
    const trafficFile = `${profile}-traffic.jsonl`
    const app = await launch({
      nodeOptions: ['--import', new URL('../support/traffic-recorder.mjs', import.meta.url).href],
      env: { TRAFFIC_FILE: trafficFile },
    })
    const { page } = app
    const told: string[] = []
    page.on('console', (message) => told.push(message.text()))

    // Wrong at first, with the canary as the key: Stripe is not there, then it does not know it.
    await fillConnectForm(page, canary, 'http://127.0.0.1:9')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toBeVisible({ timeout: 20_000 })
    await connect(page, canary, stripe.baseUrl)
    await untilCurrent(page)
    await listenerScreen(page)
    await page.getByRole('textbox', { name: 'Signing secret' }).fill(signing)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Signing secret added')).toBeVisible()
    await deliverTo(page, stripe, signing)
    await page.getByRole('button', { name: 'Run the self-test' }).click()
    await expect(page.getByText('All steps passed.')).toBeVisible()
    await page.getByRole('link', { name: 'Payments', exact: true }).click()
    const good = await stripe.pay({ amount: 3000, currency: 'eur', name: 'Good' })
    const refused = await stripe.pay({ amount: 3100, currency: 'eur', name: 'Refused' })
    await openNewPayment(page, good)
    await refund(page, { amount: '12', note: 'canary run' }, /is refunded/)
    await openNewPayment(page, refused)
    const form = await orderRefund(page)
    await stripe.request('POST', '/v1/refunds', { payment_intent: refused })
    await sendNow(form)
    await expect(form.getByText('Refund refused')).toBeVisible()
    await closeDialog(page)
    await inspector(page)
      .getByRole('button', { name: /as JSON/ })
      .first()
      .click()
    const copied = await app.clipboard()
    await refundsScreen(page)
    stripe.simulator.revokeKey(canary)
    await refresh(page)
    await expect(page.getByRole('contentinfo')).toContainText('Stalled', { timeout: 20_000 })
    await page.getByRole('link', { name: 'Settings' }).click()

    const inPage = await page.evaluate(async () =>
      JSON.stringify([
        document.documentElement.outerHTML,
        [...document.querySelectorAll('input')].map(({ value }) => value),
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        (await indexedDB.databases()).map(({ name }) => name),
        await caches.keys().catch(() => []),
        window.location.href,
        history.state,
      ]),
    )
    const processes = descendants()
    expect(processes.length).toBeGreaterThan(2)
    const chromiumProfiles = processes.flatMap(
      ({ command }) => /--user-data-dir=([^\0]+)/.exec(command)?.[1] ?? [],
    )

    expect.soft(holds(Buffer.from(inPage), shapes), 'page').toBe(false)
    expect.soft(holds(Buffer.from(told.join('\n')), shapes), 'console').toBe(false)
    expect.soft(holds(Buffer.from(copied), shapes), 'clipboard').toBe(false)
    expect
      .soft(
        processes.filter(({ command }) => holds(Buffer.from(command), shapes)),
        'arguments',
      )
      .toEqual([])
    expect
      .soft(
        processes.filter(({ environment }) => holds(Buffer.from(environment), shapes)),
        'environments',
      )
      .toEqual([])
    for (const folder of new Set([profile, ...chromiumProfiles]))
      expect.soft(filesHolding(folder, shapes), folder).toEqual([])

    await app.quit()
    expect.soft(holds(Buffer.from(app.output()), shapes), 'outputs').toBe(false)
    expect.soft(filesHolding(profile, shapes), 'profile after the end').toEqual([])
    expect
      .soft(JSON.stringify(app.double?.notices ?? []), 'what was done to the desktop')
      .not.toContain(canary)

    const deskId = `${stripe.accountId}-test-local`
    const folder = join(profile, 'data', 'desks', deskId)
    const fileKey = fileKeyFromStripeKey(canary, deskId)
    for (const open of [openCache, openJournal]) {
      const opened = open(folder, fileKey, { readonly: true })
      if (!opened.ok) throw new Error(opened.detail)
      expect.soft(rowsHolding(opened.database, shapes), `rows of ${opened.database.name}`).toEqual([])
      opened.database.close()
    }

    if (app.double === null) return
    const traffic = readFileSync(trafficFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { direction: string; text: string })
    const directions = new Set(traffic.map(({ direction }) => direction))
    expect(directions).toEqual(new Set(['app to page', 'page to app', 'main to thread', 'thread to main']))
    const carrying = traffic.filter(({ text }) => holds(Buffer.from(text), shapes))
    // Pasted, and handed on to the engine; and never anything the other way.
    const methodIn = (text: string): string | undefined =>
      ['account.connect', 'listener.addSecret'].find((method) => text.includes(method))
    expect(carrying.map(({ direction, text }) => [direction, methodIn(text)])).toEqual([
      ['page to app', 'account.connect'],
      ['main to thread', 'account.connect'],
      ['page to app', 'account.connect'],
      ['main to thread', 'account.connect'],
      ['page to app', 'listener.addSecret'],
      ['main to thread', 'listener.addSecret'],
    ])
  })
}

/** Tables (those behind a text index too) with a row whose values, unpacked where they are packed, hold the secret. */
function rowsHolding(database: Database, shapes: readonly Buffer[]): string[] {
  const tables = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
    )
    .pluck()
    .all()
  // Those of events are packed with dictionaries, as a rule.
  const bodies = tables.includes('events') ? eventBodies(database) : null
  const events = bodies
    ? database
        .prepare<[], PackedBody>('SELECT dictionary, body FROM events')
        .all()
        .map((packed) => bodies.unpack(packed))
    : []
  return tables.filter((table) => {
    const values = database.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().all().flat()
    const [texts, bytes] = [table === 'events' ? events : [], [] as Buffer[]]
    for (const value of values)
      if (!Buffer.isBuffer(value)) texts.push(String(value))
      else
        try {
          texts.push(unpackBody(value))
        } catch {
          bytes.push(value)
        }
    // Texts are looked through as one: to look for every disguise in each would take a quarter of a minute.
    return [Buffer.from(texts.join('\n')), ...bytes].some((each) => holds(each, shapes))
  })
}
