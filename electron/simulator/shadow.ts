// A book in which something can be tried out: it reads the real one and keeps every change to itself. Makes no event, schedules
// nothing, draws no lot: the real one is as it was.
import type { Book } from './book.ts'
import type { Clock } from './clock.ts'
import type { Collection } from './collection.ts'
import { randomFrom } from './random.ts'
import type { Identified } from './records.ts'

/** Its now is the book's until `moment` says another. */
export function shadowOf(book: Book): Book {
  let made = 0
  const shadow: Book = {
    ...book,
    clock: idle(book.clock),
    random: randomFrom('shadow'),
    coupons: over(book.coupons),
    customers: over(book.customers),
    discounts: over(book.discounts),
    invoiceItems: over(book.invoiceItems),
    invoices: over(book.invoices),
    subscriptions: over(book.subscriptions),
    subscriptionSchedules: over(book.subscriptionSchedules),
    resumptions: new Map(book.resumptions),
    uncredited: new Set(book.uncredited),
    unprorated: new Set(book.unprorated),
    moment: book.now(),
    now: () => shadow.moment ?? book.now(),
    newId: (prefix) => `${prefix}_tmp_${(made += 1)}`,
    emit: () => undefined,
  }
  return shadow
}

const idle = (clock: Clock): Clock => ({
  ...clock,
  schedule: () => undefined,
  scheduleLast: () => undefined,
})

/** A collection whose changes stay above the real one's records; what is new is the newest. */
function over<T extends Identified>(real: Collection<T>): Collection<T> {
  const mine = new Map<string, T>()
  const added = () => [...mine.values()].filter(({ id }) => real.get(id) === undefined)
  return {
    ...real,
    get: (id) => mine.get(id) ?? real.get(id),
    put: (record) => {
      mine.set(record.id, record)
      return record
    },
    remove: () => {
      throw new Error('nothing is taken out of a shadow')
    },
    *walk(selection) {
      const { matching, ...rest } = selection
      const fits = (record: T) => matching?.(record) ?? true
      const isOf = (record: T) =>
        rest.where === undefined || record[rest.where[0] as keyof T] === rest.where[1]
      for (const record of added().toReversed()) if (isOf(record) && fits(record)) yield record
      for (const record of real.walk(rest)) {
        const shown = mine.get(record.id) ?? record
        if (fits(shown)) yield shown
      }
    },
    all: () => [...real.all().map((record) => mine.get(record.id) ?? record), ...added()],
    size: () => real.size() + added().length,
  }
}
