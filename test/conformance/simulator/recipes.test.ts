// The requests behind `stripe trigger` bring the events they are named after here too, step by step and in Stripe's order. Recipes
// that need what is not simulated are left out by rules that are counted and printed.
import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../../electron/simulator/resources/index.ts'
import { createRouter } from '../../../electron/simulator/router.ts'
import { form, openBench, type Bench, type Json, type Reply } from '../../unit/simulator/harness.ts'
import { fact, factsFolder, hasFacts } from './shared-facts.ts'

interface Step {
  name: string
  path: string
  method: 'delete' | 'get' | 'post'
  params?: Json | null
  expected_error_type?: string
}

const FOLDER = 'recipes/stripe-cli-triggers'
const route = createRouter(OPERATIONS)

/** Recipes that are not named after an event. */
const NAMED_AFTER: Readonly<Record<string, string>> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
}

/** Recipes whose clock stops before the second that Stripe documents: here nine days before a schedule ends, and not seven. */
const GOES_ON_TO: Readonly<Record<string, number>> = { 'subscription_schedule.expiring': 1_579_651_200 }

/** Seconds until what a recipe is named after comes by itself: a bank debit takes days here. */
const COMES_AFTER: Readonly<Record<string, number>> = {
  'checkout.session.async_payment_succeeded': 5 * 86_400,
}

/** What a step that makes something tells first of all. */
const TOLD_BY: Readonly<Record<string, string>> = {
  'delete /v1/invoiceitems/{}': 'invoiceitem.deleted',
  'delete /v1/invoices/{}': 'invoice.deleted',
  'delete /v1/subscriptions/{}': 'customer.subscription.deleted',
  'post /v1/billing_portal/sessions': 'billing_portal.session.created',
  'post /v1/coupons': 'coupon.created',
  'post /v1/customers': 'customer.created',
  'post /v1/invoiceitems': 'invoiceitem.created',
  'post /v1/invoices': 'invoice.created',
  'post /v1/prices': 'price.created',
  'post /v1/products': 'product.created',
  'post /v1/setup_intents': 'setup_intent.created',
  'post /v1/subscription_schedules': 'subscription_schedule.created',
  'post /v1/subscriptions': 'customer.subscription.created',
  'post /v1/test_helpers/test_clocks': 'test_helpers.test_clock.created',
}

/**
 * What has to come in this order, with other events between: as https://docs.stripe.com/billing/subscriptions/webhooks and
 * https://docs.stripe.com/invoicing/integration/workflow-transitions tell it, and as `stripe listen` showed it to those who wrote the
 * recipes (https://github.com/stripe/stripe-cli/pull/625).
 */
const IN_ORDER: readonly (readonly string[])[] = [
  ['customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted'],
  ['customer.subscription.created', 'customer.subscription.paused'],
  ['invoice.created', 'invoice.finalized', 'invoice.paid', 'invoice.payment_succeeded'],
  ['invoice.finalized', 'invoice.payment_failed'],
  ['payment_intent.created', 'checkout.session.completed'],
  // https://docs.stripe.com/payments/checkout/fulfill-orders: a delayed payment succeeds or fails after the page was completed.
  ['payment_intent.processing', 'checkout.session.completed', 'checkout.session.async_payment_succeeded'],
  ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'invoice.paid'],
  ['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed', 'invoice.payment_failed'],
  ['payment_intent.created', 'payment_intent.requires_action', 'invoice.payment_action_required'],
  ['customer.created', 'invoiceitem.created'],
  ['invoiceitem.created', 'invoiceitem.deleted'],
  ['invoice.created', 'invoice.deleted'],
  ['invoice.created', 'invoice.finalized', 'invoice.sent'],
  ['invoice.finalized', 'invoice.voided'],
  ['invoice.finalized', 'invoice.marked_uncollectible'],
  ['setup_intent.created', 'setup_intent.succeeded'],
  // https://docs.stripe.com/billing/subscriptions/subscription-schedules: a schedule begins its subscription, and outlives no end of it.
  ['subscription_schedule.created', 'customer.subscription.created', 'subscription_schedule.updated'],
  ['customer.subscription.created', 'subscription_schedule.expiring'],
  ['subscription_schedule.created', 'customer.subscription.deleted', 'subscription_schedule.canceled'],
  ['subscription_schedule.created', 'subscription_schedule.aborted'],
  ['subscription_schedule.created', 'subscription_schedule.released'],
  // https://docs.stripe.com/billing/testing/test-clocks/api-advanced-usage
  ['test_helpers.test_clock.created', 'test_helpers.test_clock.advancing', 'test_helpers.test_clock.ready'],
  ['test_helpers.test_clock.advancing', 'subscription_schedule.completed', 'test_helpers.test_clock.ready'],
  ['charge.succeeded', 'charge.dispute.created', 'charge.dispute.updated'],
  ['charge.succeeded', 'charge.dispute.created', 'charge.dispute.closed'],
  ['charge.succeeded', 'balance.available', 'payout.created', 'payout.updated'],
  ['coupon.created', 'coupon.deleted'],
  ['product.created', 'product.deleted'],
  ['price.created', 'price.updated'],
  ['product.created', 'price.created', 'customer.subscription.created'],
]

const FAILING_IBAN = 'IT60X0542811101000000123456'

/** What a hosted page asks of Stripe: not published, so the customer is played instead. */
const PAGE = '/v1/payment_pages/'

/** Why a recipe is left out, or null where the simulator has to play it. */
function reasonToSkip(steps: readonly Step[]): string | null {
  for (const { method, params, path } of steps) {
    if (path.startsWith(PAGE)) continue
    const place = path.replaceAll(/\$\{[^}]*\}/g, 'x')
    if (route(method.toUpperCase(), place) === undefined) return 'the operation is not simulated'
    const sent = JSON.stringify(today(path, params ?? {}))
    if (path.startsWith('/v1/customers') && sent.includes('"coupon"'))
      return 'discounts of customers are gone since'
    if (sent.includes(FAILING_IBAN)) return 'bank debits that fail are not simulated'
    for (const name of ['destination', 'mandate_data'])
      if (sent.includes(`"${name}"`)) return `the parameter ${name} is not simulated`
  }
  return null
}

/**
 * Parameters that are gone since: methods are allowed by another name, and cards are what is allowed; a phase lasts so many intervals
 * of its price, which is a month in every recipe; a promotion code names its coupon as one kind of promotion.
 */
function today(path: string, { payment_method_types: _types, ...sent }: Json): Json {
  const { coupon, phases, ...rest } = sent
  if (path === '/v1/promotion_codes' && coupon !== undefined)
    return { ...rest, promotion: { coupon, type: 'coupon' } }
  if (!isObject(phases)) return sent
  const dated = Object.entries(phases).map(([place, phase]) => {
    const { iterations, ...others } = phase as Json
    const duration = { duration: { interval: 'month', interval_count: iterations } }
    return [place, iterations === undefined ? others : { ...others, ...duration }]
  })
  return { ...sent, phases: Object.fromEntries(dated) }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Puts in what earlier steps answered: `${step:field}`. */
function filled(value: unknown, answers: ReadonlyMap<string, Reply['body']>): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\$\{(\w+):([\w.]+)\}/g, (_, step: string, path: string) =>
      String(path.split('.').reduce((found: unknown, field) => (found as Json)[field], answers.get(step))),
    )
  if (Array.isArray(value)) return value.map((part) => filled(part, answers))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, answers)]))
}

describe.skipIf(!hasFacts)('recipes of stripe trigger', () => {
  const recipes = (hasFacts ? readdirSync(`${factsFolder}/${FOLDER}`) : []).map(
    (file): [name: string, steps: Step[]] => [
      file.replace(/\.json$/, ''),
      (fact(`${FOLDER}/${file}`) as { fixtures: Step[] }).fixtures,
    ],
  )
  const playable = recipes.filter(([, steps]) => reasonToSkip(steps) === null)
  let bench: Bench
  beforeEach(async () => {
    bench = await openBench()
    // Recipes of schedules have no card, and count on a subscription that is still there a month later.
    bench.simulator.setWhenRetriesFail(bench.account, 'test', 'past_due')
  })
  afterEach(() => bench.close())
  afterAll(() => {
    const left = Map.groupBy(recipes, ([, steps]) => reasonToSkip(steps))
    left.delete(null)
    const rest = [...left].map(([why, list]) => `${list.length}: ${why}`).join('; ')
    process.stderr.write(`Recipes: ${recipes.length}, played ${playable.length}. Left out: ${rest}.\n`)
  })

  it('those that subscriptions are about are among them, and no fewer than before', () => {
    const names = playable.map(([name]) => name)
    expect(playable.length).toBeGreaterThanOrEqual(74)
    expect(WANTED.filter((name) => !names.includes(name))).toEqual([])
  })

  it.each(playable)('%s', async (name, steps) => {
    const answers = new Map<string, Reply['body']>()
    const wrong: string[] = []
    for (const step of steps) {
      const before = bench.eventTypes().length
      // As fast as a person types: a bank takes as long to dispute a charge.
      bench.simulator.clock.advance(1)
      const reply = await play(bench, step, answers)
      answers.set(step.name, reply.body)
      wrong.push(...unlike(step, reply, bench.eventTypes().slice(before)))
    }
    expect(wrong).toEqual([])
    // What happens by itself a little later: bank debits, refunds that fail, a test clock that has advanced.
    bench.simulator.clock.advance(COMES_AFTER[name] ?? 3600)
    const further = GOES_ON_TO[name]
    if (further !== undefined)
      await bench.post(`/v1/test_helpers/test_clocks/${answers.get('test_clock')?.id}/advance`, {
        frozen_time: further,
      })
    bench.simulator.clock.advance(3600)
    const types = bench.eventTypes()
    expect(types).toContain(NAMED_AFTER[name] ?? name)
    for (const order of IN_ORDER)
      expect(firsts(types, order)).toEqual(order.filter((type) => types.includes(type)))
  })
})

function play(bench: Bench, step: Step, answers: ReadonlyMap<string, Reply['body']>): Promise<Reply> {
  const path = String(filled(step.path, answers))
  if (path.startsWith(PAGE)) return playPage(bench, path, filled(step.params ?? {}, answers) as Json)
  if (step.method === 'post') return bench.post(path, today(path, filled(step.params ?? {}, answers) as Json))
  const asked = form(filled(step.params ?? {}, answers))
  return step.method === 'get' ? bench.get(asked === '' ? path : `${path}?${asked}`) : bench.del(path)
}

function playPage(bench: Bench, path: string, { payment_method: method }: Json): Promise<Reply> {
  const [id = '', act] = path.slice(PAGE.length).split('/')
  if (act === 'confirm') bench.simulator.completeSession(bench.account, 'test', id, String(method))
  return bench.get(`/v1/checkout/sessions/${id}`)
}

/** In what the answer to a step, and what it told, are not what the recipe counts on. */
function unlike(step: Step, { body, status }: Reply, told: readonly string[]): string[] {
  const where = `${step.name}: ${JSON.stringify(body)}`
  const first = TOLD_BY[`${step.method} ${step.path.replaceAll(/\$\{[^}]*\}/g, '{}')}`]
  const isAnswered =
    step.expected_error_type === undefined ? status === 200 : body.error?.type === step.expected_error_type
  return [
    ...(isAnswered ? [] : [`${status} ${where}`]),
    ...(first === undefined || told.includes(first) ? [] : [`no ${first} of ${where}`]),
  ]
}

/** Those of `order` that came, each once, as they came first. */
const firsts = (types: readonly string[], order: readonly string[]): string[] =>
  [...new Set(types)].filter((type) => order.includes(type))

const WANTED: readonly string[] = [
  'balance.available',
  'billing_portal.configuration.created',
  'billing_portal.configuration.updated',
  'billing_portal.session.created',
  'checkout.session.async_payment_succeeded',
  'checkout.session.completed',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'coupon.created',
  'coupon.deleted',
  'coupon.updated',
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.trial_will_end',
  'customer.subscription.updated',
  'invoice.created',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.sent',
  'invoice.updated',
  'invoice.voided',
  'invoiceitem.created',
  'invoiceitem.deleted',
  'payment_method.updated',
  'payout.created',
  'payout.updated',
  'price.created',
  'price.updated',
  'product.created',
  'product.deleted',
  'product.updated',
  'promotion_code.created',
  'promotion_code.updated',
  'setup_intent.canceled',
  'setup_intent.created',
  'setup_intent.requires_action',
  'setup_intent.setup_failed',
  'setup_intent.succeeded',
  'subscription.payment_failed',
  'subscription.payment_succeeded',
  'subscription_schedule.aborted',
  'subscription_schedule.canceled',
  'subscription_schedule.completed',
  'subscription_schedule.created',
  'subscription_schedule.expiring',
  'subscription_schedule.released',
  'subscription_schedule.updated',
  'test_helpers.test_clock.advancing',
  'test_helpers.test_clock.created',
  'test_helpers.test_clock.deleted',
  'test_helpers.test_clock.ready',
]
