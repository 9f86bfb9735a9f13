// Finds made-up customers, payments, invoices, subscriptions, methods and events by parts of their words, amounts and last digits.
// The reader must agree with the contract, not with this.
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import type { SearchHit } from '../../../src/contract/search.ts'
import { spokenMethod } from '../../../src/domain/card-words.ts'
import { formatAmount, thousandths } from '../../../src/domain/money.ts'
import { readSearch, spokenReading } from '../../../src/domain/search-words.ts'
import type { FakeCustomers } from './fake-customers.ts'

/** A row with every text it can be found by. */
type Findable = Omit<SearchHit, 'matched'> & { texts: [field: string, text: string | null][] }

const blank = {
  status: null,
  amount: null,
  currency: null,
  paymentIntentId: null,
  customerId: null,
  subtitle: '',
}

function findables(rows: readonly PaymentRow[], { customers }: FakeCustomers): Findable[] {
  const spoken = ({ method }: Pick<PaymentRow, 'method'>): string | null =>
    method === null ? null : spokenMethod(method.type, method.brand, method.last4)
  return [
    ...[...customers.values()].map(({ row }): Findable => ({
      ...blank,
      kind: 'customer',
      id: row.id,
      title: row.name ?? row.email ?? row.id,
      subtitle: row.name === null ? '' : (row.email ?? ''),
      at: row.created,
      customerId: row.id,
      texts: [
        ['name', row.name],
        ['e-mail', row.email],
        ['phone', row.phone],
        ['id', row.id],
      ],
    })),
    ...rows.map((row): Findable => ({
      kind: 'payment',
      id: row.id,
      title: row.customerName ?? row.customerEmail ?? row.id,
      subtitle: [spoken(row), row.description].filter((text) => text !== null).join(' · '),
      status: row.status,
      amount: row.amount,
      currency: row.currency,
      at: row.created,
      paymentIntentId: row.id,
      customerId: row.customerId,
      texts: [
        ['description', row.description],
        ['customer', row.customerName],
        ['e-mail', row.customerEmail],
        ['card', spoken(row)],
        ['id', row.id],
      ],
    })),
    ...[...customers.values()].flatMap(({ row, invoices, subscriptions, methods }): Findable[] => [
      ...invoices.map((invoice) => ({
        ...blank,
        kind: 'invoice' as const,
        id: invoice.id,
        title: invoice.number ?? invoice.id,
        subtitle: row.name ?? '',
        status: invoice.status,
        amount: invoice.total,
        currency: invoice.currency,
        at: invoice.created,
        customerId: row.id,
        texts: [
          ['number', invoice.number],
          ['customer', row.name],
          ['id', invoice.id],
        ] as Findable['texts'],
      })),
      ...subscriptions.map((each) => ({
        ...blank,
        kind: 'subscription' as const,
        id: each.id,
        title: each.products.join(', '),
        subtitle: row.name ?? '',
        status: each.status,
        at: each.created,
        customerId: row.id,
        texts: [
          ['product', each.products.join(', ')],
          ['customer', row.name],
          ['id', each.id],
        ] as Findable['texts'],
      })),
      ...methods.map((each) => ({
        ...blank,
        kind: 'card' as const,
        id: each.id,
        title: spoken(each) ?? each.id,
        subtitle: row.name ?? '',
        at: each.created,
        customerId: row.id,
        texts: [
          ['card', spoken(each)],
          ['customer', row.name],
          ['id', each.id],
        ] as Findable['texts'],
      })),
    ]),
  ]
}

export function createFakeSearch(rows: readonly PaymentRow[], customers: FakeCustomers) {
  return ({ text, kinds = [], limit = 20 }: RequestOf<'search.all'>) => {
    const [reading] = readSearch(text, Date.now())
    const words = (reading?.words ?? [text]).map((word) => word.toLowerCase())
    const amounts = reading?.amounts ?? []
    const last4 = reading?.last4 ?? null
    const hits: SearchHit[] = []
    for (const { texts, ...found } of findables(rows, customers)) {
      if (kinds.length > 0 && !kinds.includes(found.kind)) continue
      if (reading?.kinds?.includes(found.kind) === false) continue
      const held = words.map((word) =>
        texts.find(([, value]) => value?.toLowerCase().includes(word) === true),
      )
      if (held.includes(undefined)) continue
      const { amount, currency } = found
      const shown = amount === null || currency === null ? null : formatAmount(amount, currency)
      const isAmount = amounts.some(
        ({ milli, currencies }) =>
          amount !== null &&
          currency !== null &&
          milli === thousandths(amount, currency) &&
          (currencies === null || currencies.includes(currency)),
      )
      if (amounts.length > 0 && !isAmount) continue
      const byCard =
        last4 === null
          ? undefined
          : texts.find(([field, value]) => field === 'card' && value?.endsWith(last4) === true)
      if (last4 !== null && byCard === undefined) continue
      const [field, value] = byCard ?? held[0] ?? (isAmount ? ['amount', shown] : ['kind', found.kind])
      hits.push({ ...found, matched: { field, text: value ?? '' } })
    }
    return success({
      hits: hits.slice(0, limit),
      understood: reading === undefined ? [] : spokenReading(reading),
      complete: hits.length <= limit,
    })
  }
}
