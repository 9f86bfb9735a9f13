// Test clocks: a time of its own for the customers that were made with one, and for everything that is billed to them. It stands still
// until it is advanced, and then performs at once what was due on the way. The account's own time goes on, and is the time of the events.
import type { Book } from '../book.ts'
import { createClock, type Clock } from '../clock.ts'
import type { TestClock } from '../test-clock-records.ts'
import { followPayment } from './checkout.ts'
import { followAttempt } from './collecting.ts'
import { watch } from './renewals.ts'
import { endSubscription } from './subscriptions.ts'

const DELETED_AFTER_SECONDS = 30 * 86_400
/** Stripe advances a clock in the background, and says when it is done. */
const TAKES_SECONDS = 1

export function makeTestClock(book: Book, frozenTime: number, name: string | null): TestClock {
  const clock = book.testClocks.put({
    id: book.newId('clock'),
    object: 'test_helpers.test_clock',
    created: book.now(),
    deletes_after: book.now() + DELETED_AFTER_SECONDS,
    frozen_time: frozenTime,
    livemode: book.livemode,
    name,
    status: 'ready',
    status_details: {},
  })
  const time = createClock(frozenTime)
  time.freeze(frozenTime)
  book.testTimes.set(clock.id, time)
  book.emit('test_helpers.test_clock.created', clock)
  return clock
}

/** The book as it is for what is on a test clock: the same records, in another time. */
export function bookAt(book: Book, testClock: string): Book {
  const time: Clock | undefined = book.testTimes.get(testClock)
  if (time === undefined) return book
  const view: Book = { ...book, clock: time, testClock, now: () => time.nowSeconds() }
  view.onAttempt = (intent) => {
    followAttempt(view, intent)
    followPayment(view, intent)
  }
  view.onResumed = (subscription) => watch(view, subscription)
  return view
}

export function advanceTestClock(book: Book, clock: TestClock, target: number): TestClock {
  const { record } = book.change(book.testClocks, clock, {
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  })
  book.emit('test_helpers.test_clock.advancing', record)
  book.clock.schedule(book.now() + TAKES_SECONDS, () => {
    const known = book.testClocks.get(clock.id)
    if (known === undefined) return
    book.testTimes.get(clock.id)?.freeze(target)
    const ready = book.change(book.testClocks, known, {
      frozen_time: target,
      status: 'ready',
      status_details: {},
    })
    book.emit('test_helpers.test_clock.ready', ready.record)
  })
  return record
}

/** The clock is gone, and with it the customers that it was made for, and their subscriptions. */
export function deleteTestClock(book: Book, clock: TestClock): void {
  const view = bookAt(book, clock.id)
  for (const subscription of view.subscriptions.all())
    if (subscription.test_clock === clock.id && subscription.ended_at === null)
      endSubscription(view, subscription, { reason: 'cancellation_requested' })
  for (const customer of view.customers.all()) {
    if (customer.test_clock !== clock.id || book.deletedCustomers.has(customer.id)) continue
    book.deletedCustomers.set(customer.id, { id: customer.id, object: 'customer', deleted: true })
    book.emit('customer.deleted', customer)
  }
  book.testTimes.get(clock.id)?.close()
  book.testTimes.delete(clock.id)
  book.testClocks.remove(clock.id)
  book.emit('test_helpers.test_clock.deleted', clock)
}
