// One letter for each invoice whose payment failed, from its newest try; what was done with it is joined, and a later failure opens it again.
import { describe, expect, test } from 'vitest'
import { accessFacts } from '../../../../../electron/store/projections/access-facts.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { draftOf, draftsSql, listDrafts } from '../../../../../electron/store/queries/letters/drafts.ts'
import { schemas, type Draft, type RequestOf } from '../../../../../src/contract/index.ts'
import { aCharge, aCustomer, anEvent, anIntent } from '../../projections/tables.support.ts'
import { aFinanceDesk, asking, day, nowSeconds } from '../failures/failures.support.ts'

function aDesk() {
  const desk = aFinanceDesk()
  const facts = accessFacts(desk.cache)
  const invoiceOf = (id: string, more: object = {}) => ({
    id: `in_${id}`,
    object: 'invoice',
    status: 'open',
    number: `F-${id}`,
    customer: 'cus_1',
    created: nowSeconds - 20 * day,
    currency: 'eur',
    amount_due: 4990,
    amount_remaining: 4990,
    total: 4990,
    attempt_count: 1,
    next_payment_attempt: nowSeconds + 3 * day,
    hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
    ...more,
  })
  function failed(id: string, daysAgo: number, attempts = 1): string {
    const event = anEvent(
      'invoice.payment_failed',
      invoiceOf(id, { attempt_count: attempts }),
      nowSeconds - daysAgo * day,
    )
    facts.note(readEvent(event)!)
    return event.id
  }
  desk.tell(aCustomer())
  return { ...desk, invoiceOf, failed }
}

type Filter = RequestOf<'drafts.list'>['filter']
function all(desk: ReturnType<typeof aDesk>, filter: Filter, limit = 2): Draft[] {
  const rows: Draft[] = []
  for (let after: string | undefined; ;) {
    const asked = {
      filter: schemas['drafts.list'].request.shape.filter.parse(filter),
      limit,
      ...(after !== undefined && { after }),
    }
    const page = listDrafts(desk.cache, desk.journal, asked, asking.now)
    if (!page.ok) throw new Error(page.error.message)
    const value = schemas['drafts.list'].reply.parse(page.value)
    rows.push(...value.rows)
    if (value.next === null) return rows
    after = value.next
  }
}

function mark(desk: ReturnType<typeof aDesk>, id: string, eventId: string, as: string): void {
  desk.journal
    .prepare(
      `INSERT INTO draft_marks (invoice_id, event_id, marked_as, operator, at) VALUES (?, ?, ?, 'ada', 7000)`,
    )
    .run(`in_${id}`, eventId, as)
}

describe('a letter', () => {
  test('tells the amount, where to pay, when it is tried again, and no reason that is masked', () => {
    const desk = aDesk()
    desk.fail(
      { id: 'pi_A', invoice: desk.invoiceOf('pi_A') },
      { id: 'pi_B', code: 'stolen_card', invoice: desk.invoiceOf('pi_B', { next_payment_attempt: null }) },
    )
    desk.failed('pi_A', 2)
    desk.failed('pi_B', 3)
    const [plain, masked] = all(desk, {})
    expect(plain).toMatchObject({
      to: 'ada@example.com',
      invoiceNumber: 'F-pi_A',
      hostedUrl: 'https://invoice.stripe.com/i/pi_A',
      nextAttemptAt: nowSeconds + 3 * day,
      madeAt: nowSeconds - 2 * day,
      state: 'open',
    })
    expect(plain!.text).toMatch(
      /^Hello Ada Lovelace,\n\nyour payment of €49\.90 for invoice F-pi_A did not go through/,
    )
    expect(plain!.text).toContain('not enough money')
    expect(plain!.text).toContain('https://invoice.stripe.com/i/pi_A')
    expect(plain!.text).toMatch(/tried again on \d+ \w+ 2026/)
    expect(masked!.text).toContain('Your bank declined the payment. Please use another card')
    expect(masked!.text).not.toMatch(/stolen|fraud|tried again/)
  })

  test('promises no try whose time is over', () => {
    const desk = aDesk()
    desk.fail({ id: 'pi_A', invoice: desk.invoiceOf('pi_A', { next_payment_attempt: nowSeconds }) })
    const [letter] = all(desk, {})
    expect(letter!.text).not.toContain('tried again')
    expect(letter!.nextAttemptAt).toBe(nowSeconds)
  })

  test('without a word of the reason tells none', () => {
    const desk = aDesk()
    desk.tell(desk.invoiceOf('A'))
    desk.failed('A', 1)
    expect(all(desk, {})[0]!.text).toContain('Your bank declined the payment.')
  })

  test('is one per invoice, of its newest try, and opens again with a later one', () => {
    const desk = aDesk()
    desk.tell(desk.invoiceOf('A'))
    const first = desk.failed('A', 5)
    mark(desk, 'A', first, 'sent')
    expect(all(desk, {})).toEqual([])
    expect(all(desk, { state: 'sent' })).toMatchObject([{ eventId: first, markedBy: 'ada', markedAt: 7000 }])
    const second = desk.failed('A', 2, 2)
    expect(all(desk, { state: 'all' })).toMatchObject([
      { eventId: second, attempts: 2, state: 'open', markedBy: null },
    ])
    mark(desk, 'A', second, 'dismissed')
    expect(draftOf(desk.cache, desk.journal, 'in_A', asking.now)).toMatchObject({ state: 'dismissed' })
    expect(draftOf(desk.cache, desk.journal, 'in_B', asking.now)).toBeNull()
  })

  test('is there too for a payment that failed before any event was kept, and opens again with a later one', () => {
    const desk = aDesk()
    desk.fail(
      { id: 'pi_A', failed: 45, invoice: desk.invoiceOf('pi_A', { attempt_count: 4 }) },
      { id: 'pi_B', failed: 2, invoice: desk.invoiceOf('pi_B') },
      { id: 'pi_C', failed: 50, invoice: desk.invoiceOf('pi_C', { status: 'void' }) },
    )
    const event = desk.failed('pi_B', 2)
    const [known, older, ...none] = all(desk, {}, 1)
    expect(none).toEqual([])
    expect(known).toMatchObject({ invoiceId: 'in_pi_B', eventId: event, paymentIntentId: null })
    expect(older).toMatchObject({
      invoiceId: 'in_pi_A',
      eventId: `pi_A@${nowSeconds - 45 * day}`,
      paymentIntentId: 'pi_A',
      attempts: 4,
      madeAt: nowSeconds - 45 * day,
    })
    expect(older!.text).toContain('not enough money')
    expect(all(desk, { state: 'settled' })).toMatchObject([
      { invoiceId: 'in_pi_C', eventId: `pi_C@${nowSeconds - 50 * day}` },
    ])
    expect(all(desk, { state: 'all' }, 1).map(({ invoiceId }) => invoiceId)).toEqual([
      'in_pi_B',
      'in_pi_A',
      'in_pi_C',
    ])
    mark(desk, 'pi_A', older!.eventId, 'sent')
    expect(all(desk, {}).map(({ invoiceId }) => invoiceId)).toEqual(['in_pi_B'])
    desk.tell(
      aCharge({ id: 'ch_later', payment_intent: 'pi_A', status: 'failed', created: nowSeconds - 9 * day }),
    )
    expect(draftOf(desk.cache, desk.journal, 'in_pi_A', asking.now)).toMatchObject({
      state: 'open',
      madeAt: nowSeconds - 9 * day,
    })
  })

  test('that was sent before the event of its try came stays sent, until the payment fails again', () => {
    const desk = aDesk()
    desk.fail({ id: 'pi_A', failed: 5, invoice: desk.invoiceOf('pi_A') })
    const [letter] = all(desk, {})
    mark(desk, 'pi_A', letter!.eventId, 'sent')
    const event = desk.failed('pi_A', 5)
    expect(all(desk, {})).toEqual([])
    expect(all(desk, { state: 'sent' })).toMatchObject([{ eventId: event, markedBy: 'ada' }])
    desk.failed('pi_A', 2, 2)
    expect(all(desk, {})).toMatchObject([{ attempts: 2, markedBy: null }])
  })

  test('of a debit that was returned speaks of no card', () => {
    const desk = aDesk()
    desk.fail(
      { id: 'pi_A', invoice: desk.invoiceOf('pi_A') },
      { id: 'pi_B', invoice: desk.invoiceOf('pi_B') },
    )
    const debit = { type: 'sepa_debit', sepa_debit: { last4: '3000', country: 'DE' } }
    const returned = { failure_code: 'insufficient_funds', payment_method_details: debit }
    desk.tell(
      aCharge({
        id: 'ch_pi_A',
        payment_intent: 'pi_A',
        status: 'failed',
        created: nowSeconds - day,
        ...returned,
      }),
    )
    expect(draftOf(desk.cache, desk.journal, 'in_pi_A', asking.now)!.text).toMatch(
      /not enough money .* another way to pay\./,
    )
    expect(draftOf(desk.cache, desk.journal, 'in_pi_B', asking.now)!.text).toContain('use another card')
  })

  test.each(['processing', 'requires_capture'])('waits while a payment of the invoice is %s, also one that was sent, and is there again if that fails', (moving) => {
    const desk = aDesk()
    desk.fail(
      { id: 'pi_A', invoice: desk.invoiceOf('pi_A') },
      { id: 'pi_B', invoice: desk.invoiceOf('pi_B') },
    )
    mark(desk, 'pi_B', desk.failed('pi_B', 1), 'sent')
    desk.failed('pi_A', 1)
    const move = (status: string) => {
      for (const id of ['pi_A', 'pi_B']) desk.tell(anIntent({ id, status, created: nowSeconds - day }))
    }
    move(moving)
    expect(all(desk, {})).toEqual([])
    expect(all(desk, { state: 'sent' })).toEqual([])
    expect(all(desk, { state: 'processing' }).map(({ invoiceId, state }) => [invoiceId, state])).toEqual([
      ['in_pi_B', 'processing'],
      ['in_pi_A', 'processing'],
    ])
    move('requires_payment_method')
    expect(all(desk, {})).toMatchObject([{ invoiceId: 'in_pi_A' }])
    expect(all(desk, { state: 'sent' })).toMatchObject([{ invoiceId: 'in_pi_B' }])
  }) // prettier-ignore

  test('of a payment that has to be confirmed with the bank asks for that, whatever was declined before', () => {
    const desk = aDesk()
    const waits = { status: 'requires_action' }
    desk.fail(
      { id: 'pi_A', intent: waits, invoice: desk.invoiceOf('pi_A') },
      { id: 'pi_B', intent: waits, code: 'stolen_card', invoice: desk.invoiceOf('pi_B') },
    )
    expect(draftOf(desk.cache, desk.journal, 'in_pi_A', asking.now)!.text).toContain(
      'Please open the page and confirm it',
    )
    desk.tell(desk.invoiceOf('pi_A', { hosted_invoice_url: null }))
    expect(draftOf(desk.cache, desk.journal, 'in_pi_A', asking.now)!.text).toContain(
      'confirm the payment. Please ask us',
    )
    expect(draftOf(desk.cache, desk.journal, 'in_pi_B', asking.now)!.text).toContain(
      'Your bank declined the payment',
    )
  })

  test('is settled once the invoice is, and has no link then', () => {
    const desk = aDesk()
    for (const [id, status] of [
      ['A', 'paid'],
      ['B', 'void'],
      ['C', 'uncollectible'],
      ['D', 'open'],
    ] as const) {
      desk.tell(desk.invoiceOf(id, { status }))
      desk.failed(id, 4)
    }
    expect(
      all(desk, { state: 'settled' })
        .map((each) => each.invoiceId)
        .toSorted(),
    ).toEqual(['in_A', 'in_B', 'in_C'])
    expect(all(desk, { state: 'settled' }).every(({ hostedUrl }) => hostedUrl === null)).toBe(true)
    expect(all(desk, {}).map((each) => each.invoiceId)).toEqual(['in_D'])
  })
})

test('the list is newest first, whole, and narrowed by customer and invoice', () => {
  const desk = aDesk()
  for (const number of [1, 2, 3, 4, 5]) {
    desk.tell(desk.invoiceOf(`N${number}`, { customer: number === 3 ? 'cus_2' : 'cus_1' }))
    desk.failed(`N${number}`, number % 3)
  }
  for (const filter of [{}, { state: 'all' }] as const) {
    const rows = all(desk, filter)
    expect(rows).toHaveLength(5)
    const times = rows.map(({ madeAt }) => madeAt)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  }
  expect(all(desk, { customerId: 'cus_2' }).map((each) => each.invoiceId)).toEqual(['in_N3'])
  expect(all(desk, { invoiceId: 'in_N4', state: 'all' }).map((each) => each.invoiceId)).toEqual(['in_N4'])
  expect(
    listDrafts(
      desk.cache,
      desk.journal,
      { filter: { state: 'open' }, limit: 1, after: 'nonsense' },
      asking.now,
    ),
  ).toMatchObject({ error: { code: 'cursor_invalid' } })
})

test.each(['open', 'sent', 'processing', 'settled', 'all'] as const)(
  'letters that are %s are found by an index',
  (state) => {
    const desk = aDesk()
    const { sql } = draftsSql({ state }, false)
    const plan = desk.cache
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join('\n')
    expect(plan).not.toMatch(/SCAN (i|f|l)\b(?! USING (COVERING )?INDEX)/)
  },
)
