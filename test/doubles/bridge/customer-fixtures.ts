// Made-up customers of the payments of one desk, with what they pay with and for: deterministic from their ids. The first one has
// every trouble at once. It must never be imported by the product.
import type {
  CustomerInvoice,
  CustomerMethod,
  CustomerRow,
  CustomerSubscription,
} from '../../../src/contract/customers.ts'
import type { Method, PaymentRow } from '../../../src/contract/payments.ts'
import { createRandom } from './fixtures.ts'

export interface FakeCustomer {
  row: CustomerRow
  /** Newest first. */
  payments: PaymentRow[]
  methods: { id: string; method: Method; created: number }[]
  defaultMethodId: string | null
  subscriptions: Omit<CustomerSubscription, 'defaultDiffers'>[]
  invoices: CustomerInvoice[]
  metadata: Record<string, string>
}

const day = 86_400

function card(brand: string, last4: string, expMonth: number, expYear: number): Method {
  return { type: 'card', brand, last4, wallet: null, expMonth, expYear, country: 'DE' }
}
const sepa: Method = {
  type: 'sepa_debit',
  brand: null,
  last4: '3000',
  wallet: null,
  expMonth: null,
  expYear: null,
  country: 'DE',
}

const numberOf = (text: string): number =>
  text.split('').reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7)

/** By id, in the order of their newest payment. */
export function makeCustomers(rows: readonly PaymentRow[]): Map<string, FakeCustomer> {
  const customers = new Map<string, FakeCustomer>()
  const ofCustomer = Map.groupBy(rows, ({ customerId }) => customerId)
  for (const [id, payments] of ofCustomer)
    if (id !== null) customers.set(id, makeCustomer(id, payments, customers.size === 0))
  return customers
}

function makeCustomer(id: string, payments: PaymentRow[], troubled: boolean): FakeCustomer {
  const random = createRandom(numberOf(id))
  const short = id.replace('cus_', '')
  const [newest] = payments
  const created = Math.min(...payments.map((row) => row.created)) - Math.floor(random() * 40) * day
  const now = Math.floor(Date.now() / 1000)
  const year = new Date().getUTCFullYear()
  const pm = (count: number): string => `pm_1Q${count}${short}`
  const methods = troubled
    ? [
        { id: pm(1), method: card('visa', '4242', 8, year + 3), created: now - 3 * day },
        { id: pm(2), method: card('mastercard', '4444', 10, year - 1), created: created + day },
        { id: pm(3), method: sepa, created: created + 2 * day },
      ]
    : [{ id: pm(1), method: newest?.method ?? sepa, created: created + day }]
  const subscription = (
    count: number,
    product: string,
    amount: number,
    interval: string,
    more: Partial<FakeCustomer['subscriptions'][number]>,
  ) => ({
    id: `sub_1Q${count}${short}`,
    status: 'active',
    created: created + count * 30 * day,
    currentPeriodEnd: now + 12 * day,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    currency: 'eur',
    amount,
    products: [product],
    interval,
    collectionMethod: 'charge_automatically',
    defaultPaymentMethodId: null,
    ...more,
  })
  const subscriptions = troubled
    ? [
        subscription(1, 'Annual plan', 29_900, 'year', {
          status: 'past_due',
          defaultPaymentMethodId: pm(2),
        }),
        subscription(2, 'Monthly plan', 4990, 'month', { cancelAtPeriodEnd: true, cancelAt: now + 12 * day }),
      ]
    : random() < 0.4
      ? [subscription(1, 'Monthly plan', 4990, 'month', {})]
      : []
  const invoices = subscriptions.map((each, index): CustomerInvoice => {
    const open = each.status === 'past_due'
    return {
      id: `in_1Q${index}${short}`,
      number: `LB-${String(1000 + (Math.abs(numberOf(id)) % 9000))}-${String(index + 1).padStart(4, '0')}`,
      status: open ? 'open' : 'paid',
      currency: 'eur',
      total: each.amount ?? 0,
      amountRemaining: open ? (each.amount ?? 0) : 0,
      created: now - (5 + index * 20) * day,
      dueDate: open ? now - 2 * day : null,
      paymentIntentId: payments[index]?.id ?? null,
      subscriptionId: each.id,
    }
  })
  return {
    row: {
      id,
      name: newest?.customerName ?? null,
      email: newest?.customerEmail ?? null,
      phone: troubled ? '+49 30 901820' : null,
      created,
      deleted: false,
      payments: Math.min(1000, payments.length),
      subscriptions: subscriptions.length,
    },
    payments,
    methods,
    defaultMethodId: troubled ? pm(3) : pm(1),
    subscriptions,
    invoices,
    metadata: {
      crm_id: 'L-2207',
      segment: 'wholesale',
      ...(troubled && { bursar_note: 'Ships to the workshop only' }),
    },
  }
}

/** The day after an expiry date, as Unix seconds: a card is good to the end of its month. */
function expiryOf({ expMonth, expYear }: Method): CustomerMethod['expiry'] {
  if (expMonth === null || expYear === null) return 'none'
  const left = Date.UTC(expYear, expMonth) / 1000 - Date.now() / 1000
  return left <= 0 ? 'expired' : left < 60 * day ? 'expiring' : 'valid'
}

export function methodsOf(customer: FakeCustomer): CustomerMethod[] {
  return customer.methods.map((each) => ({
    ...each,
    isCustomerDefault: each.id === customer.defaultMethodId,
    defaultOf: customer.subscriptions
      .filter(({ defaultPaymentMethodId }) => defaultPaymentMethodId === each.id)
      .map(({ id }) => id),
    expiry: expiryOf(each.method),
  }))
}

export function subscriptionsOf(customer: FakeCustomer): CustomerSubscription[] {
  return customer.subscriptions.map((each) => ({
    ...each,
    defaultDiffers:
      each.defaultPaymentMethodId !== null && each.defaultPaymentMethodId !== customer.defaultMethodId,
  }))
}
