// A customer of the simulator whose renewals and payments fail, for the orders that act on them.
import type { Change } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { truth } from './changes.support.ts'

export async function aDebtor(bench: Bench) {
  const post = async (path: string, sent: Record<string, unknown> = {}) => (await bench.post(path, sent)).body
  const { id: customer } = await post('/v1/customers', { name: 'Mia Vogel', email: 'mia@example.com' })
  const product = await post('/v1/products', { name: 'Box' })
  const price = await post('/v1/prices', {
    product: product.id,
    currency: 'eur',
    unit_amount: 2400,
    recurring: { interval: 'month' },
  })
  const attach = async (card: string): Promise<string> =>
    (await post(`/v1/payment_methods/${card}/attach`, { customer })).id
  const broken = await attach('pm_card_chargeCustomerFail')
  const subscribe = (paymentMethod: string): string => {
    const made = bench.simulator.subscribe(bench.account, 'test', {
      customer,
      price: price.id,
      paymentMethod,
    })
    if (!made) throw new Error('nobody subscribed')
    return made.id
  }
  const bill = (subscription: string): string => {
    const invoice = bench.simulator.bill(bench.account, 'test', subscription)
    if (!invoice) throw new Error('nothing was billed')
    return invoice.id
  }
  const subscription = subscribe(broken)
  return {
    customer: customer as string,
    /** Every charge of it is declined, without a reason. */
    broken,
    attach,
    subscribe,
    bill,
    subscription,
    /** A renewal over 24 euros that was declined. */
    invoice: bill(subscription),
    /** Another payment that was declined. */
    async failed(card: string, more: Record<string, unknown> = {}): Promise<string> {
      const answer = await bench.pay(3000, { customer, payment_method: card, currency: 'eur', ...more })
      return answer.error?.payment_intent.id ?? answer.id
    },
  }
}

export const invoiceAt = (bench: Bench, id: string) => {
  const invoice = truth(bench).invoices.get(id)
  if (invoice === undefined) throw new Error('there is no such invoice')
  return invoice
}

/** Tries of what an invoice or a payment is to be paid with, oldest first. */
export function triesAt(bench: Bench, id: string): string[] {
  const ledger = truth(bench)
  const intents = id.startsWith('in_')
    ? [...ledger.invoicePayments.values()]
        .filter(({ invoice }) => invoice === id)
        .map(({ payment }) => payment.payment_intent)
    : [id]
  return [...ledger.charges.values()]
    .filter(({ payment_intent: intent }) => intents.includes(intent))
    .toSorted((one, other) => one.created - other.created)
    .map(({ status }) => status)
}

export const retryOf = (invoiceId: string, more: Partial<Extract<Change, { kind: 'retry_invoice' }>> = {}) =>
  ({ kind: 'retry_invoice', invoiceId, paymentMethodId: null, override: null, ...more }) as const

export const retryPaymentOf = (
  paymentIntentId: string,
  more: Partial<Extract<Change, { kind: 'retry_payment' }>> = {},
) => ({ kind: 'retry_payment', paymentIntentId, paymentMethodId: null, override: null, ...more }) as const

export { openBench }
