// A change that was scheduled takes effect when the period ends, and not before; afterwards the subscription goes on without a schedule.
import { beforeEach, describe, expect, it } from 'vitest'
import { createBooks } from '../../../electron/simulator/accounts.ts'
import type { Subscription } from '../../../electron/simulator/billing-records.ts'
import type { Book } from '../../../electron/simulator/book.ts'
import { calmChaos, createDice } from '../../../electron/simulator/chaos.ts'
import { createClock, type Clock } from '../../../electron/simulator/clock.ts'
import { makeCustomer } from '../../../electron/simulator/life/customers.ts'
import { makeTestCardMethod } from '../../../electron/simulator/life/payment-methods.ts'
import { makePrice, makeProduct } from '../../../electron/simulator/life/prices.ts'
import { beginSubscription } from '../../../electron/simulator/life/renewals.ts'
import { scheduleChange } from '../../../electron/simulator/life/schedule-phases.ts'
import { releaseSchedule } from '../../../electron/simulator/life/schedules.ts'
import { endSubscription } from '../../../electron/simulator/life/subscriptions.ts'
import { ACCOUNTS } from '../../../electron/simulator/seed/business.ts'
import { testCardByToken } from '../../../electron/simulator/test-cards.ts'
import { ANCHOR, EMPTY } from './harness.ts'

const DAY = 86_400
let book: Book
let clock: Clock
let subscription: Subscription
let dearer: string
beforeEach(() => {
  clock = createClock(ANCHOR)
  clock.freeze(ANCHOR)
  const dice = createDice(calmChaos(), 'schedules')
  const books = createBooks({ seed: 'schedules', clock, dice, anchorSeconds: ANCHOR, size: EMPTY })
  book = books.open(ACCOUNTS[0].id, 'test').book
  const customer = makeCustomer(book, { currency: 'eur', email: 'mia@example.com' })
  const card = testCardByToken('pm_card_visa')
  if (card === undefined) throw new Error('no card')
  const method = makeTestCardMethod(book, card, { customer: customer.id })
  const product = makeProduct(book, { name: 'Log' }).id
  const priceOf = (unitAmount: number) =>
    makePrice(book, { currency: 'eur', product, unitAmount, recurring: { interval: 'month' } })
  const facts = { customer: customer.id, price: priceOf(1200), defaultPaymentMethod: method.id }
  subscription = beginSubscription(book, facts, method)
  dearer = priceOf(1900).id
})

const now = () => book.subscriptions.get(subscription.id)
const end = () => now()?.items.data[0]?.current_period_end ?? 0
const typesSince = (count: number) => book.events.all().slice(count).map(({ type }) => type) // prettier-ignore

it('the change waits for the end of the period, is invoiced then, and the schedule is done a period later', () => {
  const first = end()
  const before = book.events.size()
  const schedule = scheduleChange(book, subscription, { price: dearer, quantity: 2 })
  expect(typesSince(before)).toEqual(['subscription_schedule.created', 'customer.subscription.updated'])
  expect(schedule).toMatchObject({
    current_phase: { end_date: first, start_date: ANCHOR },
    phases: [{ items: [{ quantity: 1 }] }, { items: [{ price: dearer, quantity: 2 }], start_date: first }],
    status: 'active',
    subscription: subscription.id,
  })
  expect(now()?.schedule).toBe(schedule?.id)
  clock.freeze(first - 1)
  expect(now()?.items.data[0]?.price.unit_amount).toBe(1200)

  const count = book.events.size()
  clock.freeze(first + 3700)
  expect(now()?.items.data[0]).toMatchObject({
    plan: { id: dearer },
    price: { unit_amount: 1900 },
    quantity: 2,
  })
  const invoice = book.invoices.get(now()?.latest_invoice ?? '')
  expect(invoice).toMatchObject({ amount_paid: 3800, status: 'paid' })
  expect(typesSince(count).slice(0, 3)).toEqual([
    'subscription_schedule.updated',
    'customer.subscription.updated',
    'invoice.created',
  ])
  expect(now()?.schedule).toBe(schedule?.id)

  const second = end()
  clock.freeze(second - 7 * DAY)
  expect(typesSince(count).at(-1)).toBe('subscription_schedule.expiring')
  clock.freeze(second + 3700)
  expect(book.subscriptionSchedules.get(schedule?.id ?? '')).toMatchObject({
    completed_at: second,
    current_phase: null,
    status: 'completed',
  })
  expect(now()).toMatchObject({ schedule: null, status: 'active' })
  expect(book.invoices.get(now()?.latest_invoice ?? '')?.amount_paid).toBe(3800)
})

describe('a schedule that is not wanted any more', () => {
  it('is released: the subscription goes on as it is', () => {
    const schedule = scheduleChange(book, subscription, { price: dearer })
    if (schedule === undefined) throw new Error('no schedule')
    const released = releaseSchedule(book, schedule)
    expect(released).toMatchObject({
      released_subscription: subscription.id,
      status: 'released',
      subscription: null,
    })
    expect(now()?.schedule).toBeNull()
    clock.freeze(end() + 3700)
    expect(now()?.items.data[0]?.price.unit_amount).toBe(1200)
  })

  it('is canceled with its subscription', () => {
    const schedule = scheduleChange(book, subscription, { price: dearer })
    const current = now()
    if (current !== undefined) endSubscription(book, current, { reason: 'cancellation_requested' })
    clock.freeze(ANCHOR + 80 * DAY)
    expect(book.subscriptionSchedules.get(schedule?.id ?? '')?.status).toBe('canceled')
  })

  it('can’t be scheduled twice, nor with a price that is not there', () => {
    expect(scheduleChange(book, subscription, { price: 'price_missing' })).toBeUndefined()
    scheduleChange(book, subscription, { price: dearer })
    expect(scheduleChange(book, now() ?? subscription, { price: dearer })).toBeUndefined()
  })
})
