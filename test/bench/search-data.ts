// The database that searching is measured on: three payments to a customer, with cards, invoices and subscriptions, through the
// store's own code. It must never be quicker by storing less than the app would.
import type { Database } from 'better-sqlite3'
import {
  keptDatabase,
  mergedShare,
  mergeSearches,
  narrator,
  readYear,
  seconds,
  tellObjects,
  type Year,
} from './queries-data.ts'

/** Of one telling; a hundred of them are 100,000 customers and 300,000 payments. */
const told = { customers: 1000, payments: 3000 }

export interface SearchBuilt {
  cache: Database
  folder: string
  customers: number
  payments: number
  builtMs: number
}

/** Opens a database of so many payments (a multiple of 3,000), built unless it was before. */
export async function searchDatabase(payments: number, say: (line: string) => void): Promise<SearchBuilt> {
  const tellings = payments / told.payments
  const kept = await keptDatabase(`search-${payments}`, async (cache, began) => {
    const year = await readYear(told, 'expand[]=data.latest_charge&expand[]=data.payment_method')
    for (let telling = 0; telling < tellings; telling += 1) {
      const { retold } = narrator(telling)
      tellObjects(cache, [year.customers, year.payments, year.others, billing(year, telling)], retold)
      if (telling + 1 === Math.floor(tellings * mergedShare)) mergeSearches(cache)
      if (telling % 10 === 9)
        say(`${(telling + 1) * told.payments} payments, ${seconds(performance.now() - began)} s`)
    }
    mergeSearches(cache)
  })
  return { ...kept, customers: tellings * told.customers, payments }
}

/** Every tenth payment has an invoice, every tenth customer a subscription. */
function billing(year: Year, telling: number): string[] {
  const every = (jsons: readonly string[]) =>
    jsons.filter((_, index) => index % 10 === 0).map((json) => JSON.parse(json) as Record<string, unknown>)
  const invoices = every(year.payments).map((payment, index) => ({
    id: `in_1NbenchAlder${String(index).padStart(12, '0')}`,
    object: 'invoice',
    created: payment['created'],
    currency: payment['currency'],
    customer: payment['customer'],
    number: `AQ${telling}-${String(index + 1).padStart(4, '0')}`,
    status: 'paid',
    amount_due: payment['amount'],
    amount_paid: payment['amount'],
    amount_remaining: 0,
    total: payment['amount'],
    payment_intent: payment['id'],
    description: payment['description'],
    metadata: {},
  }))
  const subscriptions = every(year.customers).map((customer, index) => ({
    id: `sub_1NbenchAlder${String(index).padStart(12, '0')}`,
    object: 'subscription',
    created: customer['created'],
    currency: 'eur',
    customer: customer['id'],
    status: index % 9 === 0 ? 'past_due' : 'active',
    cancel_at_period_end: false,
    items: { data: [] },
    metadata: { plan: "Roaster's box" },
  }))
  return [...invoices, ...subscriptions].map((object) => JSON.stringify(object))
}
