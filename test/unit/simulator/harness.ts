// Starts a simulator for a test and speaks to it over HTTP, as any client would. Decides nothing itself.
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../electron/simulator/server.ts'

export const ANCHOR = 1_795_000_000
export const EMPTY = { customers: 0, payments: 0 }

export type Json = Record<string, unknown>
export interface Reply {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads any field of any object and asserts on it
  body: any
}
export interface Asking {
  key?: string
  idempotencyKey?: string
  headers?: Record<string, string>
}

export interface Bench {
  simulator: Simulator
  account: string
  get(path: string, asking?: Asking): Promise<Reply>
  post(path: string, parameters?: Json, asking?: Asking): Promise<Reply>
  del(path: string): Promise<Reply>
  /** A confirmed payment by test card; returns its PaymentIntent. */
  pay(amount: number, more?: Json): Promise<Reply['body']>
  /** A confirmed payment by another method. */
  payBy(type: string, amount: number, currency: string, billing?: Json): Promise<Reply['body']>
  eventTypes(): string[]
  close(): Promise<void>
}

/** A frozen, empty account unless told otherwise. */
export async function openBench(options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const simulator = await startSimulator({ seed: 'bench', nowSeconds: ANCHOR, size: EMPTY, ...options })
  if (options.nowSeconds === undefined && options.stateFile === undefined) simulator.clock.freeze(ANCHOR)
  const [first] = simulator.accounts
  if (first === undefined) throw new Error('no account')

  const ask = async (
    method: string,
    path: string,
    body: string | null,
    asking: Asking = {},
  ): Promise<Reply> => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method,
      body,
      headers: {
        authorization: `Bearer ${asking.key ?? first.keys.secretTest}`,
        ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(asking.idempotencyKey === undefined ? {} : { 'idempotency-key': asking.idempotencyKey }),
        ...asking.headers,
      },
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const bench: Bench = {
    simulator,
    account: first.id,
    get: (path, asking) => ask('GET', path, null, asking),
    post: (path, parameters = {}, asking) => ask('POST', path, form(parameters), asking),
    del: (path) => ask('DELETE', path, null),
    pay: async (amount, more = {}) => {
      const reply = await bench.post('/v1/payment_intents', {
        amount,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
        ...more,
      })
      return reply.body
    },
    payBy: async (type, amount, currency, billing = { email: 'mia@example.com', name: 'Mia Vogel' }) => {
      const method = await bench.post('/v1/payment_methods', {
        type,
        billing_details: billing,
        ...(type === 'sepa_debit' ? { sepa_debit: { iban: 'DE89370400440532013000' } } : {}),
      })
      return bench.pay(amount, {
        currency,
        payment_method: method.body.id,
        allowed_payment_method_types: [type],
      })
    },
    eventTypes: () => simulator.ledger(first.id, 'test').events.map(({ type }) => type),
    close: () => simulator.close(),
  }
  return bench
}

/** Nested brackets, as Stripe's SDK sends them. */
export function form(value: unknown, prefix = ''): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return `${encodeURIComponent(prefix)}=${encodeURIComponent(value)}`
  return Object.entries(value ?? {})
    .map(([name, inner]) => form(inner, prefix === '' ? name : `${prefix}[${name}]`))
    .filter((part) => part !== '')
    .join('&')
}
