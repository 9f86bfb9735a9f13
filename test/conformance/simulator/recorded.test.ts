// The simulator answers recorded exchanges with the real Stripe: same status, same errors, same fields. What it does not simulate is left out by rules that are counted and printed.
import { afterAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../../electron/simulator/resources/index.ts'
import { createRouter } from '../../../electron/simulator/router.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { fact, hasFacts } from './shared-facts.ts'

type Body = Record<string, unknown>
interface Exchange {
  cassette: string
  method: string
  path: string
  request_body: string
  request_headers: Record<string, string>
  status: number
  response_headers: Record<string, string>
  body: Body
}

const route = createRouter(OPERATIONS)
const NOT_SIMULATED_METHODS = /type=(?!card|sepa_debit|ideal|bancontact|klarna|konbini|multibanco|paypal)/
/** Read, but nothing on a tape makes them here. */
const NOT_MADE = /^\/v1\/(products|prices|subscriptions|invoices|invoice_payments|setup_intents)\b/
const isEmptyList = ({ object, data }: Body) => object === 'list' && Array.isArray(data) && data.length === 0
/** From here on the shape of the objects is close enough to today's to be compared field by field. */
const MODERN = '2025-10'
const isModern = ({ request_headers: headers }: Exchange): boolean =>
  (headers['Stripe-Version'] ?? '') >= MODERN

/** The invoice that a tape asks for by itself, and then pays. */
const ONE_OFF = 'in_1TGnFEKXBGcbgpbZ3irTL21r'
const isOneOff = ({ method, path, request_body: body }: Pick<Exchange, 'method' | 'path' | 'request_body'>) =>
  method === 'POST' && path === '/v1/invoices' && body.includes('pending_invoice_items_behavior=include')

/** Why an exchange is left out, or null where the simulator has to answer it. */
function reasonToSkip({
  body: answer,
  method,
  path,
  request_body: body,
  response_headers: headers,
  status,
}: Exchange): string | null {
  const place = path.split('?')[0] ?? ''
  if (route(method, place) === undefined) return 'the operation is not simulated'
  if (place === '/v1/invoices/upcoming') return 'the operation is gone since'
  if (isOneOff({ method, path, request_body: body }) || path.startsWith(`/v1/invoices/${ONE_OFF}`))
    return null
  if (place === '/v1/invoiceitems' && body.includes('discounts'))
    return 'discounts of invoice items are not simulated'
  if (status === 200 && NOT_MADE.test(place) && !isEmptyList(answer)) return 'nothing makes these objects yet'
  if (headers['stripe-account'] !== undefined || /application_fee|transfer_data/.test(body))
    return 'Connect is not simulated'
  if (/\[plan\]=|\[price\]=(?!price_|invalid)/.test(body))
    return 'a plan of before is named, by an id of its own'
  if (/expand[^&]*invoice\b/.test(path) && place !== '/v1/invoice_payments')
    return 'it expands a field that is gone since'
  if (place === '/v1/checkout/sessions' && /mode=subscription/.test(body))
    return 'subscriptions are not sold on hosted pages here'
  if (path === '/v1/payment_methods' && NOT_SIMULATED_METHODS.test(body))
    return 'this kind of payment method is not simulated'
  return null
}

/** Translates recorded ids into ours, as they appear. */
class Ids {
  readonly #ours = new Map<string, string>()
  learn(recorded: unknown, ours: unknown): void {
    if (typeof recorded === 'string' && typeof ours === 'string' && /^[a-z]+_\w{10,}$/.test(recorded))
      this.#ours.set(recorded, ours)
    else if (isObject(recorded) && isObject(ours))
      for (const [name, value] of Object.entries(recorded)) this.learn(value, ours[name])
  }
  knows(id: string): boolean {
    return this.#ours.has(id)
  }
  translate(text: string): string {
    return text.replaceAll(/[a-z]+_\w{10,}/g, (id) => this.#ours.get(id) ?? id)
  }
}
const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null

/** Builds what a recorded request takes for granted: the objects it names that nothing on the tape has made. */
async function prepare(bench: Bench, ids: Ids, exchange: Exchange): Promise<void> {
  const named = [
    ...`${exchange.path}&${exchange.request_body}`.matchAll(/(?:cus|pi|ch|pm|price)_\w{10,}/g),
  ].map(([id]) => id)
  if (exchange.status !== 200) return
  for (const id of named) {
    if (ids.knows(id) || id.startsWith('pm_card_')) continue
    if (id.startsWith('cus_')) {
      const { email, name } = exchange.body
      const facts =
        exchange.body['id'] === id
          ? { ...(email === null ? {} : { email }), ...(name === null ? {} : { name }) }
          : {}
      ids.learn(id, (await bench.post('/v1/customers', facts)).body.id)
    } else if (id.startsWith('price_')) {
      const product = await bench.post('/v1/products', { name: 'Anything' })
      const { amount_total: unit_amount, currency } = exchange.body
      const price = await bench.post('/v1/prices', { product: product.body.id, unit_amount, currency })
      ids.learn(id, price.body.id)
    } else if (id.startsWith('pm_')) {
      const card = isObject(exchange.body['next_action']) ? 'pm_card_authenticationRequired' : 'pm_card_visa'
      const customer = customerIn(ids, exchange)
      const method = await bench.post(`/v1/payment_methods/${card}/attach`, {
        customer: customer ?? (await bench.post('/v1/customers')).body.id,
      })
      ids.learn(id, method.body.id)
    } else await preparePayment(bench, ids, exchange, id)
  }
}

const customerIn = (ids: Ids, { body, path, request_body: sent }: Exchange): string | undefined => {
  const id =
    typeof body['customer'] === 'string'
      ? body['customer']
      : (/customer=(cus_\w+)/.exec(sent)?.[1] ?? /^\/v1\/customers\/(cus_\w+)/.exec(path)?.[1])
  return id !== undefined && ids.knows(id) ? ids.translate(id) : undefined
}

async function preparePayment(bench: Bench, ids: Ids, exchange: Exchange, id: string): Promise<void> {
  const { body } = exchange
  const details = isObject(body['latest_charge']) ? body['latest_charge'] : body
  const known =
    customerIn(ids, exchange) !== undefined &&
    typeof body['payment_method'] === 'string' &&
    ids.knows(body['payment_method'])
  const method =
    body['status'] === 'requires_action'
      ? 'pm_card_authenticationRequired'
      : known
        ? ids.translate(String(body['payment_method']))
        : 'pm_card_visa'
  const isUnpaid = body['status'] === 'requires_payment_method'
  const payment = await bench.post('/v1/payment_intents', {
    amount: Number(details['amount'] ?? body['amount'] ?? 1000),
    currency: typeof body['currency'] === 'string' ? body['currency'] : 'usd',
    capture_method: body['capture_method'] ?? undefined,
    confirm: !isUnpaid,
    ...(isUnpaid ? {} : { payment_method: method, return_url: 'http://localhost:3000/' }),
    ...(body['description'] === null || body['description'] === undefined
      ? {}
      : { description: body['description'] }),
    ...(customerIn(ids, exchange) === undefined ? {} : { customer: customerIn(ids, exchange) }),
    ...(body['setup_future_usage'] === 'off_session' ? { setup_future_usage: 'off_session' } : {}),
  })
  ids.learn(id, id.startsWith('pi_') ? payment.body.id : payment.body.latest_charge)
  const refunded = Number(body['amount_refunded'] ?? 0)
  if (refunded > 0) await bench.post('/v1/refunds', { charge: payment.body.latest_charge, amount: refunded })
}

/** Fields whose value says what happened, so that it must be the same and not only be there. */
const TELLING = new Set(
  `amount amount_captured amount_received amount_refunded amount_capturable brand capture_method captured currency funding last4
  object paid refunded status type`.split(/\s+/),
)
/** Fields of other products, of the kind of customer, or retired since: not compared. */
const NOT_COMPARED = new Set(
  `payment_method_options payment_details allowed_payment_method_types payment_method_types address_line1_check
  address_postal_code_check discount source sources subscriptions invoice automatic_tax balance_transaction refunds charges
  payment_method_configuration_details automatic_payment_methods dispute order destination next_action authorization_code`.split(
    /\s+/,
  ),
)

function differences(recorded: unknown, ours: unknown, path: string, found: string[] = []): string[] {
  if (!isObject(recorded) || Array.isArray(recorded)) return found
  if (!isObject(ours)) return [...found, `${path} is ${JSON.stringify(ours)}`]
  for (const [name, value] of Object.entries(recorded)) {
    if (NOT_COMPARED.has(name)) continue
    const here = `${path}.${name}`
    if (!Object.hasOwn(ours, name)) found.push(`${here} is missing`)
    else if (TELLING.has(name) && value !== ours[name])
      found.push(`${here}: ${JSON.stringify(value)} was recorded, ours is ${JSON.stringify(ours[name])}`)
    else if (isObject(value) && ours[name] !== null && typeof ours[name] !== 'string')
      differences(value, ours[name], here, found)
  }
  return found
}

describe.skipIf(!hasFacts)('recorded exchanges', () => {
  const exchanges = hasFacts ? (fact('recorded/pay-cassettes.json') as Exchange[]) : []
  const left = new Map<string, number>()
  const tapes = Map.groupBy(
    exchanges,
    ({ cassette, request_headers: headers }) => `${cassette} (${headers['Stripe-Version']})`,
  )

  const asked = exchanges.filter((exchange) => reasonToSkip(exchange) === null)
  const modern = asked.filter(isModern)

  afterAll(() => {
    const rest = [...left].map(([why, count]) => `${count}: ${why}`).join('; ')
    process.stderr.write(
      `Recorded exchanges: ${exchanges.length}, of which ${asked.length} have to be answered alike (${modern.length} compared field by field, older API versions by status and error). Left out: ${rest}.\n`,
    )
  })

  const playable = [...tapes].filter(([, tape]) => tape.some((exchange) => reasonToSkip(exchange) === null))
  for (const exchange of exchanges) {
    const why = reasonToSkip(exchange)
    if (why !== null) left.set(why, (left.get(why) ?? 0) + 1)
  }

  it('no fewer are asked than before: what is left out never grows', () => {
    expect(asked.length).toBeGreaterThanOrEqual(407)
    expect(modern.length).toBeGreaterThanOrEqual(270)
  })

  it.each(playable)('%s', async (_name, tape) => {
    const bench = await openBench()
    const ids = new Ids()
    try {
      for (const exchange of tape) {
        if (reasonToSkip(exchange) !== null) continue
        await prepare(bench, ids, exchange)
        const where = `${exchange.method} ${exchange.path}`
        const path = ids.translate(exchange.path)
        const asking = exchange.status === 401 ? { key: 'sk_test_nobodyknowsthiskey' } : {}
        const sent = Object.fromEntries(new URLSearchParams(ids.translate(exchange.request_body)))
        const reply =
          exchange.method === 'GET' ? await bench.get(path, asking) : await bench.post(path, sent, asking)
        expect(reply.status, `${where}: ${JSON.stringify(reply.body)}`).toBe(exchange.status)
        ids.learn(exchange.body, reply.body)
        expect(unlike(exchange, reply.body, ids)).toEqual([])
      }
    } finally {
      await bench.close()
    }
  })
})

/** Everything in which our answer is not what was recorded. */
function unlike(exchange: Exchange, ours: Body, ids: Ids): string[] {
  const where = `${exchange.method} ${exchange.path}`
  if (exchange.status === 200) {
    if (ours['object'] !== exchange.body['object']) return [`${where} is a ${String(ours['object'])}`]
    return isModern(exchange) ? differences(exchange.body, ours, where) : []
  }
  const recorded = exchange.body['error'] as Body
  const told = ours['error'] as Body
  // Older versions worded some messages otherwise; an unknown key is masked, so that it can't be compared.
  const exact = isModern(exchange) && exchange.status !== 401
  const compared = ['type', 'code', 'decline_code', 'param', ...(exact ? ['message'] : [])].filter(
    (field) => field in recorded,
  )
  const fields =
    exact && Object.keys(told).join() !== Object.keys(recorded).join() ? [`${where} has other fields`] : []
  return [
    ...fields,
    ...compared
      .filter((field) => told[field] !== ids.translate(String(recorded[field])))
      .map((field) => `${where}: ${field} is ${JSON.stringify(told[field])}`),
  ]
}
