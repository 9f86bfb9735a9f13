// Notes about customers, from the form to the page: on this machine alone, for good, and nowhere in the audit's words. One that goes to
// Stripe too is an order like every other.
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { openCustomerNotes } from '../../../electron/engine/customers/notes.ts'
import { backUpJournal } from '../../../electron/store/backup.ts'
import { openJournal } from '../../../electron/store/open.ts'
import { customerDetail } from '../../../electron/store/queries/customers/customer-detail.ts'
import { failure, schemas, type Failure, type RequestOf } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aCustomer, openChangeRooms, placeRequest, truth } from './changes.support.ts'
import { aHome, aStore, deskId, requestsTo, script } from './desk.ts'

const key = Buffer.alloc(32, 7)

let bench: Bench
let at: Awaited<ReturnType<typeof aCustomer>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aCustomer(bench)
  bench.simulator.clock.freeze(1_795_000_000)
})

async function openNotes(folder = join(aHome(), 'desk')) {
  const rooms = openChangeRooms(bench, { store: aStore(folder, key) })
  const { cache, journal } = rooms.store
  const now = (): number => rooms.clock.now
  const locked: { by: Failure | null } = { by: null }
  const audit = openAudit(journal, { now, operator: 'ada' })
  const notes = openCustomerNotes({ cache, journal, audit, whyLocked: () => locked.by, now })
  await rooms.intake.events(truth(bench).events, () => undefined)
  return {
    ...rooms,
    locked,
    write: (more: Partial<RequestOf<'customer.note'>> = {}) =>
      notes.write(
        schemas['customer.note'].request.parse({
          deskId,
          noteId: randomUUID(),
          customerId: at.customer,
          text: 'Called, was kind.',
          ...more,
        }),
      ),
    strike: (noteId: string) => notes.strike({ deskId, noteId }),
    page() {
      const desk = { accountId: 'acct_1', mode: 'test' } as const
      const detail = customerDetail(cache, journal, desk, at.customer, rooms.clock.now)
      if (!detail.ok) throw new Error(detail.error.message)
      return schemas['customers.detail'].reply.parse(detail.value)
    },
    audited: () => journal.prepare<[], { kind: string; text: string; detail: string }>('SELECT * FROM audit').all(),
  }
} // prettier-ignore

describe('a note', () => {
  test('stands on the page of its customer, the newest first, and in the timeline', async () => {
    const { write, page, clock } = await openNotes()
    write({ text: '  first\r\nsecond line \u0007 ' })
    clock.now += 1000
    write({ text: 'newer' })
    expect(page().notes).toMatchObject([
      { text: 'newer', operator: 'ada', at: clock.now, struck: null, paymentIntentId: null },
      { text: 'first\nsecond line', at: clock.now - 1000 },
    ])
    expect(
      page()
        .timeline.entries.filter(({ kind }) => kind === 'note')
        .map(({ text }) => text),
    ).toEqual(['Note by ada: newer', 'Note by ada: first\nsecond line'])
  })

  test('sent twice is one note, and its number with other contents is a conflict', async () => {
    const { write, page, audited } = await openNotes()
    const noteId = randomUUID()
    const first = write({ noteId })
    expect(write({ noteId })).toEqual(first)
    expect(write({ noteId, text: 'something else' })).toMatchObject({ error: { code: 'order_conflict' } })
    expect(page().notes).toHaveLength(1)
    expect(audited()).toHaveLength(1)
  })

  test('is about a payment of this customer, or none', async () => {
    const { write, page, intake } = await openNotes()
    const paid = await bench.pay(4990, { customer: at.customer })
    const other = await bench.pay(4990)
    await intake.events(truth(bench).events, () => undefined)
    expect(write({ paymentIntentId: other.id })).toMatchObject({ error: { code: 'not_found' } })
    expect(write({ paymentIntentId: paid.id })).toMatchObject({ ok: true })
    expect(page().notes).toMatchObject([{ paymentIntentId: paid.id }])
    expect(page().timeline.entries.find(({ kind }) => kind === 'note')?.paymentIntentId).toBe(paid.id)
  })

  test('that is struck out stays, with who did it; twice is once', async () => {
    const { write, strike, page, audited, clock } = await openNotes()
    const noteId = randomUUID()
    write({ noteId })
    clock.now += 500
    const struck = strike(noteId)
    clock.now += 500
    expect(strike(noteId)).toEqual(struck)
    expect(page().notes).toMatchObject([
      { text: 'Called, was kind.', struck: { at: clock.now - 500, operator: 'ada' } },
    ])
    expect(page().timeline.entries.find(({ kind }) => kind === 'note')?.text).toBe(
      'Note by ada, struck out: Called, was kind.',
    )
    expect(audited().map(({ kind }) => kind)).toEqual(['customer_noted', 'customer_note_struck'])
    expect(strike(randomUUID())).toMatchObject({ error: { code: 'not_found' } })
  })

  test('says nothing in the audit but that it was written, and which one', async () => {
    const { write, strike, audited } = await openNotes()
    const noteId = randomUUID()
    write({ noteId, text: 'moved to Lisbon after the divorce' })
    strike(noteId)
    expect(audited().map(({ text, detail }) => [text, JSON.parse(detail)])).toEqual([
      ['A note was written.', { noteId }],
      ['A note was struck out.', { noteId }],
    ])
    expect(JSON.stringify(audited())).not.toMatch(/Lisbon|divorce/)
  })

  test('is neither written nor struck out on a locked desk', async () => {
    const { write, strike, page, locked } = await openNotes()
    const noteId = randomUUID()
    write({ noteId })
    locked.by = failure('locked', 'Unlock it first.').error
    expect(write()).toMatchObject({ error: { code: 'locked' } })
    expect(strike(noteId)).toMatchObject({ error: { code: 'locked' } })
    expect(page().notes).toMatchObject([{ struck: null }])
  })

  test.each([
    ['a card’s number', 'card 4242 4242 4242 4242, 11/28'],
    ['a card’s number in one piece', 'x5555555555554444x'],
    ['a key', 'use sk_test_51HqLyjWDarjtT1zdp7dc'],
  ])('that holds %s is not written', async (_, text) => {
    const { write, page } = await openNotes()
    expect(write({ text })).toMatchObject({ error: { code: 'bad_request' } })
    expect(page().notes).toEqual([])
  })

  test('about somebody who is not on this desk is not written', async () => {
    const { write } = await openNotes()
    expect(write({ customerId: 'cus_nobody' })).toMatchObject({ error: { code: 'not_found' } })
  })

  test('can’t be rewritten or deleted, whoever tries', async () => {
    const { write, strike, store } = await openNotes()
    const noteId = randomUUID()
    write({ noteId })
    strike(noteId)
    for (const sql of [
      `UPDATE customer_notes SET text = 'x'`,
      'DELETE FROM customer_notes',
      `UPDATE struck_notes SET operator = 'eve'`,
      'DELETE FROM struck_notes',
    ])
      expect(() => store.journal.exec(sql)).toThrow(/struck out/)
  })

  test('is in the backup of the journal, which is encrypted', async () => {
    const folder = join(aHome(), 'desk')
    const { write, store } = await openNotes(folder)
    write({ text: 'Prefers letters to calls' })
    const made = backUpJournal(store.journal, folder)
    if (!made.ok) throw new Error(made.detail)
    expect(readFileSync(made.backup.path).includes('Prefers letters')).toBe(false)
    const restored = join(aHome(), 'restored')
    mkdirSync(restored)
    copyFileSync(made.backup.path, join(restored, 'journal.db'))
    const opened = openJournal(restored, key)
    if (!opened.ok) throw new Error(opened.detail)
    expect(opened.database.prepare('SELECT text FROM customer_notes').pluck().all()).toEqual(['Prefers letters to calls'])
    opened.database.close()
  }) // prettier-ignore
})

describe('a note at Stripe', () => {
  const noteOf = (customer: string) => truth(bench).customers.get(customer)?.metadata
  const change = (text = 'Ships to the workshop') => ({ kind: 'customer_note', customerId: at.customer, text }) as const // prettier-ignore

  test('goes into the metadata beside what is there, marked', async () => {
    await bench.post(`/v1/customers/${at.customer}`, { metadata: { crm: 'L-2207' } })
    const { order, statesOf } = openChangeRooms(bench)
    const orderId = randomUUID()
    expect(await order(change(), { orderId })).toMatchObject({
      value: { state: 'done', resultId: at.customer },
    })
    expect(noteOf(at.customer)).toEqual({
      crm: 'L-2207',
      bursar_note: 'Ships to the workshop',
      bursar_order: orderId,
      bursar_operator: 'ada',
    })
    expect(statesOf(orderId)).toEqual(['held', 'sending', 'done'])
  })

  test('shows what it replaces and who sees it, and stops at the same once more', async () => {
    const { order, changes } = openChangeRooms(bench)
    const first = await changes.preflight(change())
    expect(first.ok && first.value.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['replaced', 'ok'],
      ['visible', 'warn'],
    ])
    await order(change())
    const next = await changes.preflight(change('Ask for Ms Okafor'))
    expect(next).toMatchObject({ value: { canPlace: true, holdMs: 8000 } })
    expect(next.ok && next.value.findings.find(({ id }) => id === 'replaced')).toMatchObject({
      verdict: 'warn',
      text: expect.stringContaining('“Ships to the workshop”'),
    })
    expect(await changes.place(placeRequest(change()))).toMatchObject({ error: { code: 'not_changeable' } })
    expect(await changes.place(placeRequest(change('4242 4242 4242 4242')))).toMatchObject({
      error: { code: 'not_changeable' },
    })
  })

  test('replaces nothing that somebody else put there since it was ordered', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(change())
    await changes.place(request)
    await bench.post(`/v1/customers/${at.customer}`, { metadata: { bursar_note: 'from another desk' } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'refused' } })
    expect(noteOf(at.customer)?.['bursar_note']).toBe('from another desk')
  })

  test('can be undone while it is held, and is never sent then', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(change())
    await changes.place(request)
    expect(changes.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(noteOf(at.customer)).toEqual({})
  })

  test('whose answer was lost is found there, and not written twice', async () => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', `/v1/customers/${at.customer}`, 'lose_response')
    expect(await order(change())).toMatchObject({ value: { state: 'done' } })
    expect(truth(bench).events.filter(({ type, request }) => type === 'customer.updated' && request.idempotency_key?.startsWith('bursar-customer_note-'))).toHaveLength(1) // prettier-ignore
    expect(requestsTo(bench, 'POST', `/v1/customers/${at.customer}`)).toBeGreaterThan(0)
  })

  test('is on record without what it says', async () => {
    const { order, store, changes } = openChangeRooms(bench)
    await order(change('moved to Lisbon'))
    await changes.place(placeRequest(change('moved to Lisbon')))
    const audited = JSON.stringify(store.journal.prepare('SELECT text, detail FROM audit').all())
    expect(audited).toContain(`Ordered: note in the metadata of ${at.customer}.`)
    expect(audited).toContain('Not ordered')
    expect(audited).not.toContain('Lisbon')
  })
})

test('the timeline tells of every change that was ordered for the customer, and of a card that was detached', async () => {
  const { order, page, intake, clock } = await openNotes()
  const orders = [
    { kind: 'customer_note', customerId: at.customer, text: 'x' },
    { kind: 'subscription_default_method', subscriptionId: at.follows, paymentMethodId: at.first },
    {
      kind: 'setup_session',
      customerId: at.customer,
      currency: 'eur',
      successUrl: 'https://shop.example.com',
    },
    {
      kind: 'payment_session',
      customerId: at.customer,
      what: { amount: 4990, currency: 'eur', description: 'Burr set' },
      successUrl: 'https://shop.example.com',
    },
    { kind: 'detach_method', paymentMethodId: at.second },
  ] as const
  for (const each of orders) {
    clock.now += 1000
    expect(await order(each)).toMatchObject({ value: { state: 'done' } })
  }
  await intake.events(truth(bench).events, () => undefined)
  const { entries } = page().timeline
  expect(entries.filter(({ kind }) => kind === 'change').map(({ text, amount }) => [text, amount])).toEqual([
    ['Detaching of a payment method ordered in Bursar, done', null],
    ['Payment page ordered in Bursar, done', 4990],
    ['Page for a new payment method ordered in Bursar, done', null],
    ['Change of what a subscription pays with ordered in Bursar, done', null],
    ['Note at Stripe ordered in Bursar, done', null],
  ])
  const cards = entries.filter(({ kind, objectId }) => kind === 'card' && objectId === at.second)
  expect(cards.map(({ text }) => text).toSorted()).toEqual([
    'Mastercard •••• 4444 attached',
    'Mastercard •••• 4444 detached',
  ])
})
