// A Stripe of the spec's own: the simulator in the spec's process, with its ledger and chaos at hand, and helpers that do at
// Stripe what customers and the Dashboard would do.
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../electron/simulator/server.ts'
import type { AccountKeys } from '../../../electron/simulator/keys.ts'
import type { Ledger } from '../../../electron/simulator/surface.ts'

export interface Stripe {
  readonly simulator: Simulator
  readonly baseUrl: string
  readonly accountId: string
  readonly accountName: string
  readonly keys: AccountKeys
  ledger(mode?: 'test' | 'live'): Ledger
  /** Refunds of one payment as they really are, with what was written into their metadata. */
  refundsOf(paymentIntent: string, mode?: 'test' | 'live'): MadeRefund[]
  /**
   * Live payments by card in euros, of which all can be refunded and 20.00 at the least; newest first. No test card pays in live
   * mode, so a spec takes what the year of business left.
   */
  livePayments(): LivePayment[]
  /** A confirmed payment; returns its id. `amount` in minor units. */
  pay(payment: Payment): Promise<string>
  /** A new customer pays every month with this card from now on. */
  subscribe(subscription: Subscribing): Promise<{ customerId: string; subscriptionId: string }>
  /** A subscription's period ends now, and its card is declined; Stripe plans another try. */
  failRenewal(subscription: Subscribing): Promise<FailedRenewal>
  /** The customer opens the page of Stripe's at this address and presses one of its buttons. */
  pressOnPage(url: string, button: string): Promise<void>
  /** From the next refund on Stripe does what it is told, but no answer arrives any more. Returns what ends that. */
  goSilentAfterRefund(): () => void
  request(
    method: 'GET' | 'POST',
    path: string,
    parameters?: Record<string, string>,
  ): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export interface MadeRefund {
  id: string
  amount: number
  status: string | null
  currency: string
  metadata: Record<string, string>
}

export interface LivePayment {
  id: string
  /** Cents. */
  amount: number
}

export interface Payment {
  amount: number
  currency: string
  /** One of Stripe's test payment methods. */
  card?: string
  name?: string
  description?: string
}

export interface Subscribing {
  /** Minor units, each month. */
  amount: number
  currency: string
  name: string
  /** One of Stripe's test payment methods that can be attached. */
  card?: string
}

export interface FailedRenewal {
  customerId: string
  subscriptionId: string
  invoiceId: string
  paymentIntentId: string
}

export async function startStripe(options: Partial<SimulatorOptions> = {}): Promise<Stripe> {
  const simulator = await startSimulator({
    seed: 'end to end',
    size: { customers: 20, payments: 120 },
    ...options,
  })
  const [account] = simulator.accounts
  if (!account) throw new Error('The simulator has no account')

  async function request(
    method: 'GET' | 'POST',
    path: string,
    parameters: Record<string, string> = {},
  ): Promise<Record<string, unknown>> {
    const form = new URLSearchParams(parameters).toString()
    const response = await fetch(
      `${simulator.baseUrl}${path}${method === 'GET' && form !== '' ? `?${form}` : ''}`,
      {
        method,
        headers: {
          authorization: `Bearer ${account?.keys.secretTest}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        ...(method === 'POST' && { body: form }),
      },
    )
    const body = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`)
    return body
  }

  async function subscribe({ amount, currency, name, card = 'pm_card_visa' }: Subscribing) {
    const customerId = String((await request('POST', '/v1/customers', { name }))['id'])
    const product = String((await request('POST', '/v1/products', { name: 'Monthly box' }))['id'])
    const price = await request('POST', '/v1/prices', {
      currency,
      product,
      unit_amount: String(amount),
      'recurring[interval]': 'month',
    })
    const method = await request('POST', `/v1/payment_methods/${card}/attach`, { customer: customerId })
    const made = simulator.subscribe(account?.id ?? '', 'test', {
      customer: customerId,
      price: String(price['id']),
      paymentMethod: String(method['id']),
    })
    if (!made) throw new Error(`${name} could not subscribe`)
    return { customerId, subscriptionId: made.id }
  }

  return {
    simulator,
    baseUrl: simulator.baseUrl,
    accountId: account.id,
    accountName: account.name,
    keys: account.keys,
    ledger: (mode = 'test') => simulator.ledger(account.id, mode),
    refundsOf: (paymentIntent, mode = 'test') =>
      [...simulator.ledger(account.id, mode).refunds.values()].filter(
        (refund) => refund.payment_intent === paymentIntent,
      ),
    livePayments() {
      const { paymentIntents, charges, refunds } = simulator.ledger(account.id, 'live')
      const tried = new Set([...refunds.values()].map((refund) => refund.payment_intent))
      return [...paymentIntents.values()]
        .filter(({ id, latest_charge, currency, amount }) => {
          const charge = charges.get(latest_charge ?? '')
          return (
            charge?.captured === true &&
            !tried.has(id) &&
            !charge.disputed &&
            charge.payment_method_details?.type === 'card' &&
            currency === 'eur' &&
            amount >= 2000
          )
        })
        .toReversed()
        .map(({ id, amount }) => ({ id, amount }))
    },
    async pay({ amount, currency, card = 'pm_card_visa', name, description }) {
      const customer = name === undefined ? null : await request('POST', '/v1/customers', { name })
      const intent = await request('POST', '/v1/payment_intents', {
        amount: String(amount),
        currency,
        payment_method: card,
        confirm: 'true',
        'automatic_payment_methods[enabled]': 'true',
        'automatic_payment_methods[allow_redirects]': 'never',
        ...(description === undefined ? {} : { description }),
        ...(customer === null ? {} : { customer: String(customer['id']) }),
      })
      return String(intent['id'])
    },
    subscribe,
    async failRenewal(subscription) {
      const made = await subscribe({ card: 'pm_card_chargeCustomerFail', ...subscription })
      const invoice = simulator.bill(account.id, 'test', made.subscriptionId)
      const payment = [...simulator.ledger(account.id, 'test').invoicePayments.values()].find(
        (each) => each.invoice === invoice?.id,
      )?.payment
      if (invoice?.status !== 'open' || payment?.payment_intent === undefined)
        throw new Error('The renewal did not fail')
      return { ...made, invoiceId: invoice.id, paymentIntentId: payment.payment_intent }
    },
    async pressOnPage(url, button) {
      const { pathname, search } = new URL(url)
      const { status } = await fetch(`${simulator.baseUrl}${pathname}${search}`, {
        method: 'POST',
        body: new URLSearchParams({ button }),
        redirect: 'manual',
      })
      if (status !== 303) throw new Error(`The page at ${url} answered ${status}`)
    },
    goSilentAfterRefund() {
      const { script } = simulator.chaos
      let silent = false
      script.push(
        {
          match: { method: 'POST', pathStartsWith: '/v1/refunds' },
          action: 'lose_response',
          // The simulator counts down as it acts: that is when silence begins.
          get times() {
            return 1
          },
          set times(_left) {
            silent = true
          },
        },
        {
          match: { method: 'GET' },
          action: 'refuse',
          get times() {
            return silent ? 1 : 0
          },
          set times(_left) {},
        },
      )
      return () => void (script.length = 0)
    },
    request,
    close: () => simulator.close(),
  }
}
